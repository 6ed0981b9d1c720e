using Weir.Broker;

namespace Weir.Admin;

/// <summary>Whether the process lives and whether it should be sent traffic.</summary>
public sealed class BrokerHealth(MessageBroker broker)
{
    /// <summary>Unix milliseconds of the start.</summary>
    public long StartedMs { get; } = broker.NowMs;

    /// <summary>Set once every listener serves.</summary>
    public bool IsReady { get; set; }

    /// <summary>Set when the process is told to stop.</summary>
    public bool IsStopping { get; set; }

    /// <summary>False once the storage stopped acknowledging.</summary>
    public bool IsLive => !broker.Store.Engine.Failed.IsCompleted;
}
