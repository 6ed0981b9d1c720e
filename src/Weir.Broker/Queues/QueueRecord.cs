using System.Buffers.Binary;
using System.Text;
using Weir.Broker.Namespaces;
using Weir.Storage;
using Weir.Wire;

namespace Weir.Broker.Queues;

/// <summary>
/// A queue's options as the catalog keeps them beside its topic; integers are little-endian, -1 stands for not set:
/// <code>
/// version u8 = 2 | flags u8 | message ttl i64 | expires i64 | delivery limit i64
/// dead-letter exchange | dead-letter routing key | declaration: each length i32 and bytes
/// numbers u8, each: which u8 (<see cref="QueueNumber"/>) | value i64
/// </code>
/// Version 1 ends before the numbers.
/// A queue that does not outlive its owner or the process is marked, and removed by the next start.
/// </summary>
internal static class QueueRecord
{
    public const string KeyPrefix = "queue/";

    private const byte Version = 2;
    private const byte Durable = 1;
    private const byte AutoDelete = 2;
    private const byte Exclusive = 4;
    private const byte SingleActive = 8;
    private const byte Counting = 16;
    private const int HeadBytes = 26;
    private const int NumberBytes = 9;

    public static string KeyOf(string ns, string name) => $"{KeyPrefix}{NamespaceRecord.KeyPart(ns)}/{name}";

    public static byte[] Encode(QueueOptions options)
    {
        using var writer = new PooledBufferWriter();
        int flags = (options.IsDurable ? Durable : 0) | (options.IsAutoDelete ? AutoDelete : 0)
            | (options.ExclusiveOwner is null ? 0 : Exclusive) | (options.SingleActiveConsumer ? SingleActive : 0)
            | (options.CountsDeliveries ? Counting : 0);
        Span<byte> head = writer.Reserve(HeadBytes);
        head[0] = Version;
        head[1] = (byte)flags;
        BinaryPrimitives.WriteInt64LittleEndian(head[2..], options.MessageTtlMs ?? -1);
        BinaryPrimitives.WriteInt64LittleEndian(head[10..], options.ExpiresMs ?? -1);
        BinaryPrimitives.WriteInt64LittleEndian(head[18..], options.DeliveryLimit ?? -1);
        WriteText(writer, options.DeadLetterExchange);
        WriteText(writer, options.DeadLetterRoutingKey);
        BinaryPrimitives.WriteInt32LittleEndian(writer.Reserve(4), options.Declaration.Length);
        writer.Write(options.Declaration.Span);
        WriteNumbers(writer, options);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>The options, and whether the queue is to be there after a restart.</summary>
    public static (QueueOptions Options, bool Survives) Decode(string key, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadBytes || bytes[0] is < 1 or > Version)
            throw new DamagedDataException($"catalog entry {key} is not a queue of format 1 to {Version}");
        ReadOnlySpan<byte> rest = bytes[HeadBytes..];
        string? exchange = ReadText(key, ref rest);
        string? routingKey = ReadText(key, ref rest);
        var options = new QueueOptions
        {
            IsDurable = (bytes[1] & Durable) != 0,
            IsAutoDelete = (bytes[1] & AutoDelete) != 0,
            SingleActiveConsumer = (bytes[1] & SingleActive) != 0,
            CountsDeliveries = (bytes[1] & Counting) != 0,
            MessageTtlMs = ReadNumber(bytes[2..]),
            ExpiresMs = ReadNumber(bytes[10..]),
            DeliveryLimit = ReadNumber(bytes[18..]),
            DeadLetterExchange = exchange,
            DeadLetterRoutingKey = routingKey,
            Declaration = ReadBytes(key, ref rest).ToArray(),
        };
        if (bytes[0] >= 2) options = ReadNumbers(key, options, rest);
        return (options, options.IsDurable && (bytes[1] & Exclusive) == 0);
    }

    private static void WriteNumbers(PooledBufferWriter writer, QueueOptions options)
    {
        ReadOnlySpan<(QueueNumber Which, long? Value)> numbers =
        [
            (QueueNumber.LengthMax, options.LengthMax),
            (QueueNumber.BytesMax, options.BytesMax),
            (QueueNumber.Overflow, (long?)options.Overflow),
            (QueueNumber.PriorityMax, options.PriorityMax),
            (QueueNumber.RetryBackoff, (long?)options.RetryBackoff),
            (QueueNumber.RetryDelayMs, options.RetryDelayMs),
            (QueueNumber.RetryDelayMsMax, options.RetryDelayMsMax),
            (QueueNumber.RetryMultiplier, options.RetryMultiplier),
            (QueueNumber.DeduplicationWindowMs, options.DeduplicationWindowMs),
            (QueueNumber.DeduplicationIdsMax, options.DeduplicationIdsMax),
            (QueueNumber.Trace, options.IsTraced ? 1 : null),
        ];
        int countAt = writer.WrittenBytes;
        writer.Reserve(1);
        byte count = 0;
        foreach ((QueueNumber which, long? value) in numbers)
        {
            if (value is not { } number) continue;
            Span<byte> entry = writer.Reserve(NumberBytes);
            entry[0] = (byte)which;
            BinaryPrimitives.WriteInt64LittleEndian(entry[1..], number);
            count++;
        }

        writer.WrittenSpan[countAt] = count;
    }

    private static QueueOptions ReadNumbers(string key, QueueOptions options, ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest.Length != 1 + (rest[0] * NumberBytes))
            throw new DamagedDataException($"catalog entry {key} ends early");
        for (rest = rest[1..]; !rest.IsEmpty; rest = rest[NumberBytes..])
        {
            long value = BinaryPrimitives.ReadInt64LittleEndian(rest[1..]);
            options = (QueueNumber)rest[0] switch
            {
                QueueNumber.LengthMax => options with { LengthMax = value },
                QueueNumber.BytesMax => options with { BytesMax = value },
                QueueNumber.Overflow => options with { Overflow = (QueueOverflow)value },
                QueueNumber.RetryBackoff => options with { RetryBackoff = (RetryBackoff)value },
                QueueNumber.RetryDelayMs => options with { RetryDelayMs = value },
                QueueNumber.RetryDelayMsMax => options with { RetryDelayMsMax = value },
                QueueNumber.RetryMultiplier => options with { RetryMultiplier = value },
                QueueNumber.DeduplicationWindowMs => options with { DeduplicationWindowMs = value },
                QueueNumber.DeduplicationIdsMax => options with { DeduplicationIdsMax = value },
                QueueNumber.Trace => options with { IsTraced = value == 1 },
                QueueNumber.PriorityMax => options with { PriorityMax = (int)value },
                _ => throw new DamagedDataException($"catalog entry {key} has a number of unknown kind {rest[0]}"),
            };
        }

        return options;
    }

    private static void WriteText(PooledBufferWriter writer, string? text)
    {
        byte[] bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(writer.Reserve(4), text is null ? -1 : bytes.Length);
        writer.Write(bytes);
    }

    private static long? ReadNumber(ReadOnlySpan<byte> bytes)
    {
        long number = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return number < 0 ? null : number;
    }

    private static string? ReadText(string key, ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length >= 4 && BinaryPrimitives.ReadInt32LittleEndian(rest) == -1)
        {
            rest = rest[4..];
            return null;
        }

        return Encoding.UTF8.GetString(ReadBytes(key, ref rest));
    }

    private static ReadOnlySpan<byte> ReadBytes(string key, ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 4 || (uint)BinaryPrimitives.ReadInt32LittleEndian(rest) > (uint)(rest.Length - 4))
            throw new DamagedDataException($"catalog entry {key} ends early");
        int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        ReadOnlySpan<byte> bytes = rest.Slice(4, length);
        rest = rest[(4 + length)..];
        return bytes;
    }
}
