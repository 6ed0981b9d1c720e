namespace Weir.Broker.Tracing;

/// <summary>Somebody who publishes, consumes or settles, as far as traces name them.</summary>
public interface ITracedClient
{
    ClientIdentity Identity { get; }
}
