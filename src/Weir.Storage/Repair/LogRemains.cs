using Weir.Storage.Checkpoints;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Storage.Repair;

/// <summary>What a snapshot says of one log.</summary>
internal sealed record LogRemains(
    PartitionId Partition, long StartOffset, long TailOffset, long NextOffset, byte[] Tail)
{
    /// <summary>More offsets than a log without segments can plausibly have got through.</summary>
    public const long OffsetsMax = 1L << 40;

    public static List<LogRemains> Of(SnapshotReader reader)
    {
        List<LogRemains> logs = [];
        while (reader.TryReadLog())
        {
            long next = reader.TailOffset;
            var batches = new RecordBatchEnumerator(reader.Tail);
            while (batches.MoveNext()) next = batches.Header.NextOffset;
            logs.Add(new LogRemains(
                reader.Partition, reader.StartOffset, reader.TailOffset, next, reader.Tail.ToArray()));
        }

        return logs;
    }

    /// <summary>
    /// From a snapshot whose checksum fails: the logs up to the first that cannot be one, with the batches whose own
    /// checksums are right and whose offsets follow.
    /// </summary>
    public static List<LogRemains> OfDamaged(string key, ReadOnlySpan<byte> snapshot, ShardId shard)
    {
        List<LogRemains> logs = [];
        SnapshotReader reader = SnapshotReader.OfDamaged(key, snapshot);
        try
        {
            while (reader.TryReadLog())
            {
                bool isPlausible = reader.Partition.Value >= 0 && reader.Partition.Shard == shard
                    && reader.TailOffset is >= 0 and < OffsetsMax;
                if (!isPlausible) break;
                logs.Add(TakeTail(reader));
            }
        }
        catch (DamagedDataException)
        {
            // The end of what can be read: the caller has said already that the snapshot is damaged.
        }

        return logs;
    }

    private static LogRemains TakeTail(in SnapshotReader reader)
    {
        long next = reader.TailOffset;
        ReadOnlySpan<byte> rest = reader.Tail;
        while (!rest.IsEmpty
            && RecordBatchValidator.CheckHeaderAndCrc(rest, out RecordBatchHeader header) == BatchError.None
            && header.BaseOffset == next && header.LeaderEpoch == 0)
        {
            next = header.NextOffset;
            rest = rest[header.SizeBytes..];
        }

        byte[] tail = reader.Tail[..^rest.Length].ToArray();
        return new LogRemains(reader.Partition, reader.StartOffset, reader.TailOffset, next, tail);
    }
}
