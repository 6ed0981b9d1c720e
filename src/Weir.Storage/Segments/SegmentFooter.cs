using System.Buffers.Binary;
using Weir.Wire;

namespace Weir.Storage.Segments;

/// <summary>The end of a segment blob (<see cref="SegmentLayout"/>): what a manifest says of it, by itself.</summary>
internal static class SegmentFooter
{
    public static SegmentEntry Read(ReadOnlySpan<byte> footer, string key, out uint blocks)
    {
        if (footer.Length != SegmentLayout.FooterBytes ||
            BinaryPrimitives.ReadUInt64LittleEndian(footer) != SegmentLayout.Magic ||
            Crc32C.Compute(footer[..60]) != BinaryPrimitives.ReadUInt32LittleEndian(footer[60..]))
            throw new DamagedDataException($"segment {key}: its footer fails its checksum");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(footer[8..]);
        if (version != SegmentLayout.Version)
        {
            throw new DamagedDataException(
                $"segment {key} has format version {version}; this program reads {SegmentLayout.Version}");
        }

        blocks = BinaryPrimitives.ReadUInt32LittleEndian(footer[12..]);
        return new SegmentEntry(
            BinaryPrimitives.ReadInt64LittleEndian(footer[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(footer[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(footer[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(footer[48..]),
            BinaryPrimitives.ReadInt64LittleEndian(footer[24..]),
            key);
    }
}
