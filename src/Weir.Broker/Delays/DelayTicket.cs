using System.Buffers.Binary;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Broker.Delays;

/// <summary>
/// What a parked record carries as its first header, <c>weir-delay</c>, beside its own: when it is due, and where it
/// goes then. Integers are little-endian:
/// <code>
/// version u8 = 1 | kind u8 | due i64, Unix ms | partition i64                                  kind 1: a log
///                                             | namespace length u8, bytes | exchange: the rest   kind 2: an exchange
/// </code>
/// </summary>
internal readonly ref struct DelayTicket
{
    private const byte Version = 1;
    private const byte ToLog = 1;
    private const byte ThroughExchange = 2;
    private const int HeadBytes = 10;
    private const int NameBytesMax = 255;

    private DelayTicket(long dueMs, PartitionId partition, ReadOnlySpan<byte> ns, ReadOnlySpan<byte> exchange)
    {
        DueMs = dueMs;
        Partition = partition;
        Namespace = ns;
        Exchange = exchange;
        IsForExchange = !ns.IsEmpty;
    }

    public static ReadOnlySpan<byte> HeaderName => "weir-delay"u8;

    public long DueMs { get; }

    /// <summary>The log it goes to, unless <see cref="IsForExchange"/>.</summary>
    public PartitionId Partition { get; }

    public bool IsForExchange { get; }

    public ReadOnlySpan<byte> Namespace { get; }

    public ReadOnlySpan<byte> Exchange { get; }

    public static void Write(RecordHeaderWriter headers, long dueMs, PartitionId partition)
    {
        Span<byte> ticket = headers.AddReservingValue(HeaderName, HeadBytes + 8);
        WriteHead(ticket, ToLog, dueMs);
        BinaryPrimitives.WriteInt64LittleEndian(ticket[HeadBytes..], partition.Value);
    }

    public static void Write(
        RecordHeaderWriter headers, long dueMs, ReadOnlySpan<byte> ns, ReadOnlySpan<byte> exchange)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ns.Length, NameBytesMax, nameof(ns));
        Span<byte> ticket = headers.AddReservingValue(HeaderName, HeadBytes + 1 + ns.Length + exchange.Length);
        WriteHead(ticket, ThroughExchange, dueMs);
        ticket[HeadBytes] = (byte)ns.Length;
        ns.CopyTo(ticket[(HeadBytes + 1)..]);
        exchange.CopyTo(ticket[(HeadBytes + 1 + ns.Length)..]);
    }

    /// <summary>The ticket of a parked record, and the headers that it had before.</summary>
    public static DelayTicket Read(in RecordView record, out ReadOnlySpan<byte> ownHeaders)
    {
        RecordHeaderEnumerator headers = record.Headers.GetEnumerator();
        if (!headers.MoveNext() || !headers.Current.Key.SequenceEqual(HeaderName)) throw Damaged();
        ReadOnlySpan<byte> ticket = headers.Current.Value;
        ownHeaders = record.RawHeaders[RecordHeaderWriter.SizeOf(HeaderName.Length, ticket.Length)..];
        if (ticket.Length <= HeadBytes || ticket[0] != Version) throw Damaged();
        long dueMs = BinaryPrimitives.ReadInt64LittleEndian(ticket[2..]);
        ReadOnlySpan<byte> rest = ticket[HeadBytes..];
        if (ticket[1] == ToLog && rest.Length == 8)
            return new DelayTicket(
                dueMs, new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(rest)), default, default);
        if (ticket[1] != ThroughExchange || rest.Length < 1 + rest[0]) throw Damaged();
        return new DelayTicket(dueMs, default, rest.Slice(1, rest[0]), rest[(1 + rest[0])..]);
    }

    private static void WriteHead(Span<byte> ticket, byte kind, long dueMs)
    {
        ticket[0] = Version;
        ticket[1] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(ticket[2..], dueMs);
    }

    private static DamagedDataException Damaged() =>
        new($"a parked record has no {System.Text.Encoding.ASCII.GetString(HeaderName)} of format {Version}");
}
