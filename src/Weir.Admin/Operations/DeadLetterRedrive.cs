using System.Text;
using Weir.Admin.Http;
using Weir.Broker;
using Weir.Broker.Messages;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Admin.Operations;

/// <summary>
/// Moves dead letters back: finds those that match without touching the queue, then has the queue publish and settle
/// them in one change, a batch at a time. What is not moved stays where it is, in its order.
/// </summary>
internal sealed class DeadLetterRedrive(MessageBroker broker)
{
    public const int MovedMax = 10_000;

    private const int BatchMessages = 256;

    public async Task<(int Moved, int Skipped, ScanProgress Progress)> RunAsync(
        Queue queue, string? target, long from, int limit, MessageFilter filter, CancellationToken cancel)
    {
        Topic? to = target is null ? null : Target(queue, target);
        Partition partition = queue.Topic.Partitions[0];
        var offsets = new List<long>();
        int moved = 0, skipped = 0;
        var limits = ScanLimits.Default with { MatchesMax = limit };
        ScanProgress progress = await RecordScan.RunAsync(
            partition.Log, from, partition.Log.ReadableEnd, limits, broker.Time,
            (long offset, long _, in RecordView record) =>
            {
                MessageState state = queue.StateOf(new MessageRef(partition.Index, offset, 0));
                if (state == MessageState.Settled || !filter.Matches(record)) return false;
                if (state == MessageState.Ready && (to ?? Origin(queue, record)) is not null)
                {
                    offsets.Add(offset);
                    return true;
                }

                skipped++;
                return false;
            }, cancel);
        var account = new RoomAccount();
        foreach (long[] batch in offsets.Chunk(BatchMessages))
        {
            await broker.Store.WaitForRoomAsync(account, cancel);
            moved += await queue.MoveAsync(
                partition.Index,
                batch,
                (PublishBatch copies, in Delivery d) =>
                {
                    account.Charge(d.Record.Value.Length);
                    return Copy(copies, d, to);
                });
        }

        return (moved, skipped + offsets.Count - moved, progress);
    }

    private bool Copy(PublishBatch copies, in Delivery delivery, Topic? to)
    {
        if ((to ?? Origin(delivery.Queue, delivery.Record)) is not { } topic) return false;
        long priority = broker.Forms?.Describe(delivery.Record)?.Properties.Get("priority")?.AsLong ?? 0;
        Partition partition =
            KeyPartitioner.Pick(topic, delivery.Record.Key, (int)Math.Clamp(priority, 0, byte.MaxValue));
        bool isTaken = copies.AddMoved(
            partition, broker.NowMs, delivery.Record.Key, delivery.Record.Value, delivery.Record.RawHeaders,
            delivery.Record.HeaderCount);
        if (isTaken) Trace(copies, delivery, partition);
        return isTaken;
    }

    private static void Trace(PublishBatch copies, in Delivery delivery, Partition to)
    {
        PartitionTrace? source = delivery.Partition.Trace;
        if (source is null && to.Trace is null) return;
        TraceNote note = TraceNote.Of(default, delivery.Record.Key, [to.Topic]) with
        {
            Kind = TraceEventKind.Redriven,
            Source = PartitionTrace.AddressOf(delivery.Partition, delivery.Message.Offset),
        };
        source?.MovedAway(delivery.Message.Offset, note);
        if (to.Trace is not null) copies.Note(note);
    }

    private Topic Target(Queue queue, string name)
    {
        if (name == queue.Name) throw ApiException.Invalid("the target is the queue itself");
        return broker.Topics.Find(queue.Topic.Namespace, name)
            ?? throw ApiException.NotFound("topic", queue.Topic.Namespace, name);
    }

    /// <summary>The queue that the message first died in, if it is still there.</summary>
    private Topic? Origin(Queue queue, in RecordView record)
    {
        foreach (RecordHeaderView header in record.Headers)
        {
            if (!header.Key.SequenceEqual("x-first-death-queue"u8)) continue;
            string name = Encoding.UTF8.GetString(header.Value);
            return name == queue.Name ? null : broker.Topics.Find(queue.Topic.Namespace, name);
        }

        return null;
    }
}
