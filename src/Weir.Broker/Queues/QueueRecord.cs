using System.Buffers.Binary;
using Weir.Storage;

namespace Weir.Broker.Queues;

/// <summary>
/// A queue's options as the catalog keeps them beside its topic:
/// <code>version u8 = 1 | flags u8 | declaration length u32 | declaration; little-endian</code>
/// A queue that does not outlive its owner or the process is marked, and removed by the next start.
/// </summary>
internal static class QueueRecord
{
    public const string KeyPrefix = "queue/";

    private const byte Version = 1;
    private const byte Durable = 1;
    private const byte AutoDelete = 2;
    private const byte Exclusive = 4;
    private const byte SingleActive = 8;
    private const int HeadBytes = 6;

    public static string KeyOf(string ns, string name) => $"{KeyPrefix}{ns}/{name}";

    public static byte[] Encode(QueueOptions options)
    {
        byte[] bytes = new byte[HeadBytes + options.Declaration.Length];
        int flags = (options.IsDurable ? Durable : 0) | (options.IsAutoDelete ? AutoDelete : 0)
            | (options.ExclusiveOwner is null ? 0 : Exclusive) | (options.SingleActiveConsumer ? SingleActive : 0);
        bytes[0] = Version;
        bytes[1] = (byte)flags;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), options.Declaration.Length);
        options.Declaration.Span.CopyTo(bytes.AsSpan(HeadBytes));
        return bytes;
    }

    /// <summary>The options, and whether the queue is to be there after a restart.</summary>
    public static (QueueOptions Options, bool Survives) Decode(string key, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadBytes || bytes[0] != Version
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[2..]) != bytes.Length - HeadBytes)
            throw new DamagedDataException($"catalog entry {key} is not a queue of format {Version}");
        var options = new QueueOptions
        {
            IsDurable = (bytes[1] & Durable) != 0,
            IsAutoDelete = (bytes[1] & AutoDelete) != 0,
            SingleActiveConsumer = (bytes[1] & SingleActive) != 0,
            Declaration = bytes[HeadBytes..].ToArray(),
        };
        return (options, options.IsDurable && (bytes[1] & Exclusive) == 0);
    }
}
