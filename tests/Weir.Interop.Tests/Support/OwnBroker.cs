namespace Weir.Interop.Tests.Support;

/// <summary>A broker for one test alone, not started yet: for tests that kill it or set it up otherwise.</summary>
internal sealed class OwnBroker(BrokerProcess broker) : IAsyncDisposable
{
    public OwnBroker(params string[] flags)
        : this(new BrokerProcess { Flags = flags })
    {
    }

    public BrokerProcess Broker { get; } = broker;

    public async ValueTask DisposeAsync() => await Broker.DisposeAsync();
}
