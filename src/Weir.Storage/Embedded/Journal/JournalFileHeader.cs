using System.Buffers.Binary;
using Weir.Wire;

namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// The first bytes of a journal file. All numbers are little endian.
/// <code>
///  0       4      8         12     16             24                32
/// +-------+------+---------+------+--------------+-----------------+
/// | magic | crc  | version | salt | file number  | first sequence  |
/// | 4     | 4    | 4       | 4    | 8            | 8               |
/// +-------+------+---------+------+--------------+-----------------+
/// </code>
/// The CRC32C covers bytes 8 to 31. A file whose name has another number than its header is not in use: it was renamed
/// to be used again and the crash came before its first write.
/// </summary>
internal readonly record struct JournalFileHeader(int Version, uint Salt, long Number, long FirstSequence)
{
    public const int Bytes = 32;
    public const int CurrentVersion = 1;
    private const uint Magic = 0x4A524557; // "WERJ"

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], Salt);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], FirstSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Crc32C.Compute(destination[8..Bytes]));
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out JournalFileHeader header)
    {
        header = default;
        if (source.Length < Bytes
            || BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(source[4..]) != Crc32C.Compute(source[8..Bytes]))
        {
            return false;
        }

        header = new JournalFileHeader(
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]));
        return header.Number is >= 0 and < int.MaxValue
            && header.FirstSequence is >= 0 and < JournalFrameHeader.SequenceEnd;
    }

    /// <summary>Whether these bytes are this header but for one of them.</summary>
    public bool DiffersInOneByte(ReadOnlySpan<byte> source)
    {
        Span<byte> whole = stackalloc byte[Bytes];
        Write(whole);
        int at = whole.CommonPrefixLength(source);
        return at < Bytes && whole[(at + 1)..].SequenceEqual(source[(at + 1)..Bytes]);
    }
}
