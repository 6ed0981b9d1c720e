using System.Buffers.Binary;
using Weir.Wire;

namespace Weir.Storage.Embedded;

/// <summary>
/// A small file with a checksum and a version. Numbers are little endian.
/// <code>
/// +---------+-------+-----------+----------+------+
/// | magic 4 | crc 4 | version 4 | length 4 | body |   the CRC32C covers everything behind it
/// +---------+-------+-----------+----------+------+
/// </code>
/// </summary>
internal static class Envelope
{
    public const int HeaderBytes = 16;

    public static byte[] Wrap(uint magic, int version, ReadOnlySpan<byte> body)
    {
        byte[] bytes = new byte[HeaderBytes + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), body.Length);
        body.CopyTo(bytes.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Crc32C.Compute(bytes.AsSpan(8)));
        return bytes;
    }

    /// <summary>The body. <paramref name="name"/> says in messages which file it is.</summary>
    public static ReadOnlyMemory<byte> Unwrap(byte[] bytes, uint magic, int version, string name)
    {
        if (bytes.Length < HeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)) != Crc32C.Compute(bytes.AsSpan(8))
            || BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)) != bytes.Length - HeaderBytes)
        {
            throw new DamagedDataException($"{name} is damaged: its checksum or length is wrong.");
        }

        int actual = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
        if (actual != version)
        {
            throw new StorageFailedException(
                $"{name} has format version {actual}; this weir reads version {version}.");
        }

        return bytes.AsMemory(HeaderBytes);
    }
}
