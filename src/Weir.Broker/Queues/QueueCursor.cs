using System.Buffers.Binary;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;

namespace Weir.Broker.Queues;

/// <summary>
/// The durable position of a queue's consumers in one log: what is settled, how far deliveries have come, and how often
/// a released message was delivered. Changed by events only, the same live and on replay; guarded by the shard's lock.
/// </summary>
internal sealed class QueueCursor
{
    private readonly Dictionary<long, int> _deliveries = [];
    private readonly SortedDictionary<long, (long DueMs, int ValueBytes)> _waiting = [];

    public QueueCursor(long floor)
    {
        Settled = new OffsetSet(floor);
        DeliveredUpTo = floor;
    }

    public OffsetSet Settled { get; private set; }

    /// <summary>Below this, what is not settled may have been delivered; above, nothing was.</summary>
    public long DeliveredUpTo { get; private set; }

    public int DeliveriesOf(long offset) => _deliveries.GetValueOrDefault(offset);

    public void Apply(in SettleEvent settle)
    {
        if (settle.Floor > Settled.Floor) Settled.Add(Settled.Floor, settle.Floor);
        if (settle.DeliveredUpTo > DeliveredUpTo) DeliveredUpTo = settle.DeliveredUpTo;
        ReadOnlySpan<byte> ranges = settle.Ranges;
        while (SettleEvent.TryReadRange(ref ranges, out long from, out long to))
        {
            Settled.Add(from, to);
            Forget(from, to);
        }
    }

    /// <summary>Looks at the offsets or at what is counted, whichever is less: a purge settles any number.</summary>
    private void Forget(long from, long to)
    {
        if (to - from <= _deliveries.Count)
        {
            for (long offset = from; offset < to; offset++) Forget(offset);
            return;
        }

        foreach (long offset in _deliveries.Keys)
            if (offset >= from && offset < to) Forget(offset);
    }

    private void Forget(long offset)
    {
        _deliveries.Remove(offset);
        _waiting.Remove(offset);
    }

    /// <summary>A delivery of <paramref name="offset"/> came back: it counts.</summary>
    public void ApplyRelease(long offset, int deliveries)
    {
        if (Settled.Contains(offset)) return;
        _deliveries[offset] = deliveries;
        _waiting.Remove(offset);
    }

    /// <summary>As above, and it waits.</summary>
    public void Apply(in RetryEvent retry)
    {
        ApplyRelease(retry.Offset, retry.Deliveries);
        if (!Settled.Contains(retry.Offset)) _waiting[retry.Offset] = (retry.DueMs, retry.ValueBytes);
    }

    /// <summary>What came back to wait and is not settled, with its time, by offset. It may be over.</summary>
    public IReadOnlyDictionary<long, (long DueMs, int ValueBytes)> Waiting => _waiting;

    /// <summary>
    /// floor i64 | delivered i64 | ranges u32, each i64 i64 | counts u32, each i64 i32; little-endian.
    /// </summary>
    public void Write(PooledBufferWriter writer)
    {
        List<(long From, long To)> ranges = [.. Settled.Ranges()];
        Span<byte> head = writer.Reserve(20);
        BinaryPrimitives.WriteInt64LittleEndian(head, Settled.Floor);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], DeliveredUpTo);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], ranges.Count);
        foreach ((long from, long to) in ranges)
        {
            Span<byte> range = writer.Reserve(16);
            BinaryPrimitives.WriteInt64LittleEndian(range, from);
            BinaryPrimitives.WriteInt64LittleEndian(range[8..], to);
        }

        BinaryPrimitives.WriteInt32LittleEndian(writer.Reserve(4), _deliveries.Count);
        foreach ((long offset, int count) in _deliveries)
        {
            Span<byte> entry = writer.Reserve(12);
            BinaryPrimitives.WriteInt64LittleEndian(entry, offset);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], count);
        }
    }

    public static QueueCursor Read(ref ReadOnlySpan<byte> source)
    {
        if (source.Length < 20) throw Short();
        var cursor = new QueueCursor(BinaryPrimitives.ReadInt64LittleEndian(source))
        {
            DeliveredUpTo = BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
        };
        if (!SettleEvent.IsOffset(cursor.Settled.Floor) || !SettleEvent.IsOffset(cursor.DeliveredUpTo)) throw Wrong();
        int ranges = BinaryPrimitives.ReadInt32LittleEndian(source[16..]);
        source = source[20..];
        if (ranges < 0 || (long)ranges * 16 > source.Length - 4) throw Short();
        for (int i = 0; i < ranges; i++, source = source[16..])
        {
            long from = BinaryPrimitives.ReadInt64LittleEndian(source);
            long to = BinaryPrimitives.ReadInt64LittleEndian(source[8..]);
            if (!SettleEvent.IsOffset(from) || !SettleEvent.IsOffset(to) || to < from) throw Wrong();
            cursor.Settled.Add(from, to);
        }

        int counts = BinaryPrimitives.ReadInt32LittleEndian(source);
        source = source[4..];
        if (counts < 0 || (long)counts * 12 > source.Length) throw Short();
        for (int i = 0; i < counts; i++, source = source[12..])
        {
            cursor._deliveries[BinaryPrimitives.ReadInt64LittleEndian(source)] =
                BinaryPrimitives.ReadInt32LittleEndian(source[8..]);
        }

        return cursor;
    }

    private static DamagedDataException Short() => new("queue cursor ends early");

    private static DamagedDataException Wrong() => new("queue cursor has offsets that no log has");
}
