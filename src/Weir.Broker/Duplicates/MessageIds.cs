using System.Buffers.Binary;
using System.Security.Cryptography;
using Weir.Wire.Records;

namespace Weir.Broker.Duplicates;

/// <summary>
/// A message's id, whoever wrote it: the header <c>x-deduplication-header</c>, else the id that its protocol has, else
/// the header <c>message-id</c>. Kept as a hash that nobody can make collide with another's.
/// </summary>
internal sealed class MessageIds(IMessageIds? protocol)
{
    private static ReadOnlySpan<byte> OwnHeader => "x-deduplication-header"u8;

    private static ReadOnlySpan<byte> IdHeader => "message-id"u8;

    /// <summary>False when the message has no id.</summary>
    public bool TryHash(RecordView record, out UInt128 hash)
    {
        hash = default;
        ReadOnlySpan<byte> plain = default;
        foreach (RecordHeaderView header in record.Headers)
        {
            if (header.Value.IsEmpty) continue;
            if (header.Key.SequenceEqual(OwnHeader)) return Hash(header.Value, out hash);
            if (plain.IsEmpty && header.Key.SequenceEqual(IdHeader)) plain = header.Value;
        }

        if (protocol is not null && protocol.TryRead(record, out ReadOnlySpan<byte> id) && !id.IsEmpty) plain = id;
        return !plain.IsEmpty && Hash(plain, out hash);
    }

    private static bool Hash(ReadOnlySpan<byte> id, out UInt128 hash)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, digest);
        hash = BinaryPrimitives.ReadUInt128LittleEndian(digest);
        return true;
    }
}
