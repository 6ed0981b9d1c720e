using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Simulation;

/// <summary>What one log must hold.</summary>
internal sealed class LogModel(PartitionId id, Durability durability)
{
    public PartitionId Id { get; } = id;

    public Durability Durability { get; } = durability;

    public long Start { get; set; }

    public long Next => Batches.Count == 0 ? 0 : Batches[^1].NextOffset;

    public List<BatchModel> Batches { get; private init; } = [];

    public LogDefinition Definition => new(Id, Durability, 6_000);

    public LogModel Copy() => new(Id, Durability) { Start = Start, Batches = [.. Batches] };
}
