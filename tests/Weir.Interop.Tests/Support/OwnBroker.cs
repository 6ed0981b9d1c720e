namespace Weir.Interop.Tests.Support;

/// <summary>A broker for one test alone, not started yet: for tests that kill it.</summary>
internal sealed class OwnBroker : IAsyncDisposable
{
    public BrokerProcess Broker { get; } = new();

    public async ValueTask DisposeAsync() => await Broker.DisposeAsync();
}
