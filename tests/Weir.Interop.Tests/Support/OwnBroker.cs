namespace Weir.Interop.Tests.Support;

/// <summary>A broker for one test alone, not started yet: for tests that kill it.</summary>
internal sealed class OwnBroker(params string[] flags) : IAsyncDisposable
{
    public BrokerProcess Broker { get; } = new() { Flags = flags };

    public async ValueTask DisposeAsync() => await Broker.DisposeAsync();
}
