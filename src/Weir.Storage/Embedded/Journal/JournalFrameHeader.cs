using System.Buffers.Binary;
using Weir.Wire;

namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// What stands before each frame's body. All numbers are little endian.
/// <code>
///  0        4           8         12       16     20      22         24      28
/// +--------+-----------+---------+--------+------+-------+----------+-------+----------+
/// | magic  | headerCrc | bodyCrc | length | salt | shard | reserved | epoch | reserved |
/// | 4      | 4         | 4       | 4      | 4    | 2     | 2 (0)    | 4     | 4 (0)    |
/// +--------+-----------+---------+--------+------+-------+----------+-------+----------+
///  32              40                   48                      56
/// +---------------+--------------------+-----------------------+------------- - -
/// | lsn 8         | sequence 8         | syncedSequence 8      | body: length bytes
/// +---------------+--------------------+-----------------------+------------- - -
/// </code>
/// headerCrc is the CRC32C of bytes 8 to 55, bodyCrc that of the body. The salt is the file's: it tells live frames
/// from what a reused file held before, and from look-alikes inside bodies, which cannot know it. Two checksums, so
/// that damage in a body still tells whose it is.
/// </summary>
internal readonly record struct JournalFrameHeader(
    uint BodyCrc,
    int Length,
    uint Salt,
    ushort Shard,
    int Epoch,
    long Lsn,
    long Sequence,
    long SyncedSequence)
{
    public const int Bytes = 56;

    /// <summary>No journal gets this far; arithmetic on what lies below cannot overflow.</summary>
    public const long SequenceEnd = 1L << 61;
    public const uint Magic = 0x4D524657; // "WFRM"

    /// <summary>The last frame of a file that was closed in order; it has no body and belongs to no shard.</summary>
    public const ushort SealShard = ushort.MaxValue;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], BodyCrc);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], Salt);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[20..], Shard);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[22..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(destination[24..], Epoch);
        BinaryPrimitives.WriteInt32LittleEndian(destination[28..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], Lsn);
        BinaryPrimitives.WriteInt64LittleEndian(destination[40..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(destination[48..], SyncedSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Crc32C.Compute(destination[8..Bytes]));
    }

    /// <summary>The salt that a header names; certain only when it can be read with it.</summary>
    public static uint SaltOf(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt32LittleEndian(source[16..]);

    /// <summary>False unless the bytes are a whole header of the file that has the salt.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, uint salt, out JournalFrameHeader header)
    {
        header = default;
        if (source.Length < Bytes
            || BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(source[16..]) != salt
            || BinaryPrimitives.ReadUInt32LittleEndian(source[4..]) != Crc32C.Compute(source[8..Bytes]))
        {
            return false;
        }

        header = new JournalFrameHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            salt,
            BinaryPrimitives.ReadUInt16LittleEndian(source[20..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[48..]));
        return header.Length >= 0 && header.Lsn is >= 0 and < SequenceEnd && header.Sequence is > 0 and < SequenceEnd
            && (header.Shard < ShardTable.Count
                || (header.Shard == SealShard && header.Length == 0 && header.BodyCrc == 0));
    }
}
