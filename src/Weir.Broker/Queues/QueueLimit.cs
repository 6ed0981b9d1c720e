using System.Buffers;
using Weir.Broker.Topics;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>
/// How much a queue may hold ready, as those who append see it. Where a full queue refuses, room is reserved before a
/// message is gathered and given up in the step that appends it, so that publishers together never exceed the limit. It
/// also counts what is appended, for a limit in bytes. Lock order: shard, then this.
/// </summary>
internal sealed class QueueLimit(Queue queue, QueueMessages messages, QueueRegistry registry)
{
    private readonly Lock _sync = new();
    private long _reserved;
    private long _reservedBytes;

    /// <summary>Whoever appends must say how many bytes the values have.</summary>
    public bool CountsBytes => queue.Options.BytesMax is not null;

    /// <summary>
    /// False when the queue is full and refuses; else the caller appends or returns what it reserved.
    /// </summary>
    public bool TryReserve(int count, long bytes)
    {
        QueueOptions options = queue.Options;
        lock (_sync)
        {
            if (options.Refuses)
            {
                if (messages.Appended + _reserved + count > options.LengthMax) return false;
                if (options.BytesMax is { } max && messages.ReadyBytes + _reservedBytes + bytes > max) return false;
            }

            _reserved += count;
            _reservedBytes += bytes;
            return true;
        }
    }

    public void Return(int count, long bytes)
    {
        lock (_sync)
        {
            _reserved -= count;
            _reservedBytes -= bytes;
        }
    }

    /// <summary>Appends what has room reserved, if anything, and counts it.</summary>
    public long Append(
        ShardWrite write,
        Partition partition,
        in ReadOnlySequence<byte> batch,
        in RecordBatchHeader header,
        long valueBytes,
        int reserved,
        long reservedBytes)
    {
        lock (_sync)
        {
            long baseOffset = write.Append(partition.Log, batch, header);
            messages[partition.Index].Count(valueBytes);
            _reserved -= reserved;
            _reservedBytes -= reservedBytes;
            return baseOffset;
        }
    }

    /// <summary>A message was refused: it goes to the dead letters if the queue wants that.</summary>
    public void OnRefused(PublishBatch batch, int lane, long timestampMs, in RecordView record)
    {
        QueueOptions options = queue.Options;
        if (options.Overflow != QueueOverflow.RejectToDeadLetters || options.DeadLetterExchange is null) return;
        var delivery = new Delivery
        {
            Queue = queue,
            Message = new MessageRef(lane, -1, record.Value.Length),
            Record = record,
            TimestampMs = timestampMs,
            IsRedelivered = false,
            Releases = 0,
        };
        registry.DeadLetters?.Write(batch, delivery, DeathReason.MaxLength);
    }
}
