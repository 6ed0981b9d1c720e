using Weir.Storage.Logs;

namespace Weir.Simulation;

/// <summary>One atomic change of a shard.</summary>
internal sealed class WriteModel
{
    public List<(PartitionId Log, BatchModel Batch)> Appends { get; } = [];

    public List<long> Events { get; } = [];

    public List<(PartitionId Log, long Start)> Trims { get; } = [];

    /// <summary>Whether its acknowledgement promises that it outlives power loss.</summary>
    public bool IsSynced { get; set; }
}
