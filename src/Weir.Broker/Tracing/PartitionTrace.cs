using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage.Logs;

namespace Weir.Broker.Tracing;

/// <summary>
/// Notes what happens to the messages of one log. A partition has one while its messages are traced, and else null,
/// which is all that tracing costs then. May be called from anywhere.
/// </summary>
public sealed class PartitionTrace
{
    private readonly Partition _partition;
    private readonly TraceLog _log;

    internal PartitionTrace(Partition partition, TraceLog log)
    {
        _partition = partition;
        _log = log;
    }

    /// <summary>Neighbouring messages were stored, in the way that the note says.</summary>
    public void Published(ITracedClient? by, long first, int count, TraceNote? note = null) =>
        _log.Add(new TraceEvent
        {
            Kind = note?.Kind ?? TraceEventKind.Published,
            TimeMs = _log.NowMs,
            Log = _partition.Log.Id,
            Topic = _partition.Topic.Name,
            Partition = _partition.Index,
            First = first,
            End = first + count,
            Client = by?.Identity,
            Reason = note?.Reason,
            Note = note,
        });

    /// <summary>A message for this log was stored in another, to wait there for its time.</summary>
    internal void Parked(PartitionId log, long offset, ITracedClient? by, TraceNote note) =>
        _log.Add(new TraceEvent
        {
            Kind = TraceEventKind.Parked,
            TimeMs = _log.NowMs,
            Log = log,
            Topic = _partition.Topic.Name,
            Partition = _partition.Index,
            First = offset,
            End = offset + 1,
            Client = by?.Identity,
            Note = note,
        });

    /// <summary>A group's position went from one offset to another.</summary>
    public void Committed(string group, ITracedClient? by, long from, long to)
    {
        if (to > from) Add(TraceEventKind.Committed, from, to, by, group: group);
    }

    /// <summary>A message was taken out of its queue by an operator, who publishes it elsewhere.</summary>
    public void MovedAway(long offset, TraceNote note) =>
        Add(TraceEventKind.MovedAway, offset, offset + 1, note: note);

    /// <summary>A message died; the note says where its dead letters go, if anywhere.</summary>
    public void Died(long offset, DeathReason reason, TraceNote? note) =>
        Add(TraceEventKind.Died, offset, offset + 1, reason: reason, note: note);

    /// <summary>Where a message of this log lies, for what continues it.</summary>
    public static MessageAddress AddressOf(Partition partition, long offset) =>
        new(partition.Log.Id, partition.Topic.Name, partition.Index, offset);

    internal void Delivered(long offset, QueueConsumer consumer, int deliveries) =>
        Add(
            TraceEventKind.Delivered, offset, offset + 1, consumer.Connection, consumer: consumer.Tag,
            deliveries: deliveries);

    /// <summary>As above, to somebody who asked for one message.</summary>
    internal void Delivered(long offset, ITracedClient? by, int deliveries) =>
        Add(TraceEventKind.Delivered, offset, offset + 1, by, deliveries: deliveries);

    internal void SettledWhenSent(long offset) => Add(TraceEventKind.SettledWhenSent, offset, offset + 1);

    internal void Acknowledged(long offset, ITracedClient? by) =>
        Add(TraceEventKind.Acknowledged, offset, offset + 1, by);

    internal void Rejected(long offset, ITracedClient? by) => Add(TraceEventKind.Rejected, offset, offset + 1, by);

    /// <param name="retryAtMs">Null: handed out again at once.</param>
    internal void Released(long offset, ITracedClient? by, int deliveries, long? retryAtMs) =>
        Add(TraceEventKind.Released, offset, offset + 1, by, deliveries: deliveries, retryAtMs: retryAtMs);

    internal void Purged(long from, long to)
    {
        if (to > from) Add(TraceEventKind.Purged, from, to);
    }

    private void Add(
        TraceEventKind kind, long first, long end, ITracedClient? by = null, string? consumer = null,
        string? group = null, int? deliveries = null, long? retryAtMs = null, DeathReason? reason = null,
        TraceNote? note = null) =>
        _log.Add(new TraceEvent
        {
            Kind = kind,
            TimeMs = _log.NowMs,
            Log = _partition.Log.Id,
            Topic = _partition.Topic.Name,
            Partition = _partition.Index,
            First = first,
            End = end,
            Client = by?.Identity,
            Consumer = consumer,
            Group = group,
            Deliveries = deliveries,
            RetryAtMs = retryAtMs,
            Reason = reason,
            Note = note,
        });
}
