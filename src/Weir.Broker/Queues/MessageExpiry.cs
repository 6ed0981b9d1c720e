using System.Buffers.Binary;
using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>
/// When a message dies by its own wish: the record header <c>weir-expires-at</c>, eight octets of Unix milliseconds,
/// big-endian. Looked for among the first headers only, so that reading it costs next to nothing.
/// </summary>
public static class MessageExpiry
{
    public const int ValueBytes = 8;

    private const int HeadersLookedAt = 2;

    public static ReadOnlySpan<byte> HeaderName => "weir-expires-at"u8;

    public static long? Of(in RecordView record)
    {
        int left = HeadersLookedAt;
        foreach (RecordHeaderView header in record.Headers)
        {
            if (header.Key.SequenceEqual(HeaderName) && header.Value.Length == ValueBytes)
                return BinaryPrimitives.ReadInt64BigEndian(header.Value);
            if (--left == 0) break;
        }

        return null;
    }
}
