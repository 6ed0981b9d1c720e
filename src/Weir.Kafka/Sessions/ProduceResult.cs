using Weir.Kafka.Wire;
using Weir.Storage.Logs;

namespace Weir.Kafka.Sessions;

/// <summary>What became of one partition of a produce request; to be told once <see cref="Lsn"/> is durable.</summary>
internal readonly record struct ProduceResult(
    int Partition, KafkaError Error, long BaseOffset, long AppendTimeMs, long StartOffset, Shard? Shard, long Lsn)
{
    /// <summary>Positions in the batch of the records that made it refused, where only some did.</summary>
    public IReadOnlyList<int>? RefusedRecords { get; init; }
}
