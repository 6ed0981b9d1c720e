using System.Buffers.Binary;
using System.Text;

namespace Weir.Kafka.Wire;

/// <summary>
/// Reads the primitive types of the Kafka protocol from one whole message. Whatever is wrong with the bytes ends in a
/// <see cref="KafkaProtocolException"/>, and no length that the peer states is trusted: nothing is allocated before
/// the bytes that it promises are known to be there.
/// `flexible` picks the compact form of lengths: an unsigned varint of length + 1, where 0 is null.
/// </summary>
public ref struct KafkaReader
{
    // A lone byte sequence that is no UTF-8 would otherwise turn two different names into one.
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;

    // The same bytes, when the caller has them as memory: then records are slices of it and not copies.
    private readonly ReadOnlyMemory<byte> _memory;
    private int _position;

    /// <summary>Reads from a span; records are copied.</summary>
    public KafkaReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Reads from memory; records are slices of it and live as long as it does.</summary>
    public KafkaReader(ReadOnlyMemory<byte> memory)
    {
        _bytes = memory.Span;
        _memory = memory;
    }

    public readonly int Position => _position;

    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>The bytes not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _bytes[_position..];

    public bool ReadBool() => Take(1)[0] != 0;

    public sbyte ReadSByte() => (sbyte)Take(1)[0];

    public short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public Guid ReadGuid() => new(Take(16), bigEndian: true);

    /// <summary>At most five bytes, seven bits each, least significant first.</summary>
    public uint ReadVarUInt32()
    {
        var value = 0u;
        for (var shift = 0; shift < 35; shift += 7)
        {
            uint next = Take(1)[0];
            if (shift == 28 && next > 0x0F) break;
            value |= (next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw Malformed("a varint does not fit 32 bits");
    }

    public string ReadString(bool flexible) => ReadNullableString(flexible) ?? throw NullFound("string");

    public string? ReadNullableString(bool flexible)
    {
        var length = flexible ? ReadCompactLength() : ReadInt16();
        return ReadText(length);
    }

    /// <summary>The string's bytes, for callers that need no text. Null reads as an empty span.</summary>
    public ReadOnlySpan<byte> ReadStringBytes(bool flexible)
    {
        var length = flexible ? ReadCompactLength() : ReadInt16();
        return IsNull(length) ? default : Take(length);
    }

    /// <summary>A copy, which may outlive the message.</summary>
    public byte[] ReadBytes(bool flexible) => ReadNullableBytes(flexible) ?? throw NullFound("byte array");

    public byte[]? ReadNullableBytes(bool flexible)
    {
        var length = flexible ? ReadCompactLength() : ReadInt32();
        return IsNull(length) ? null : Take(length).ToArray();
    }

    public ReadOnlyMemory<byte> ReadRecords(bool flexible) =>
        ReadNullableRecords(flexible) ?? throw NullFound("record set");

    /// <summary>A slice of the memory that the reader was made over, or a copy if it was made over a span.</summary>
    public ReadOnlyMemory<byte>? ReadNullableRecords(bool flexible)
    {
        var length = flexible ? ReadCompactLength() : ReadInt32();
        if (IsNull(length)) return null;
        var bytes = Take(length);
        return _memory.IsEmpty ? bytes.ToArray() : _memory.Slice(_position - length, length);
    }

    /// <summary>The number of elements to come, each of at least <paramref name="elementBytesMin"/> bytes.</summary>
    public int ReadArrayCount(bool flexible, int elementBytesMin)
    {
        var count = ReadNullableArrayCount(flexible, elementBytesMin);
        return count < 0 ? throw NullFound("array") : count;
    }

    /// <summary>As <see cref="ReadArrayCount"/>; -1 is a null array.</summary>
    public int ReadNullableArrayCount(bool flexible, int elementBytesMin)
    {
        var count = flexible ? ReadCompactLength() : ReadInt32();
        if (IsNull(count)) return -1;
        if ((long)count * elementBytesMin > Remaining)
            throw Malformed($"an array of {count} elements cannot fit the {Remaining} bytes left");
        return count;
    }

    /// <summary>The byte before a struct that may be null: -1 is null, anything else not.</summary>
    public bool ReadPresence() => ReadSByte() >= 0;

    public int ReadTagCount()
    {
        var count = ReadVarUInt32();
        // A tag takes two bytes at least: its number and its size.
        if (count > (uint)Remaining / 2) throw Malformed($"{count} tags cannot fit the {Remaining} bytes left");
        return (int)count;
    }

    /// <summary>The tag's number; <paramref name="end"/> is the position behind its value.</summary>
    public int ReadTag(out int end)
    {
        var tag = ReadVarUInt32();
        var size = ReadVarUInt32();
        if (size > (uint)Remaining) throw Malformed($"a tag of {size} bytes cannot fit the {Remaining} bytes left");
        if (tag > int.MaxValue) throw Malformed($"there is no tag {tag}");
        end = _position + (int)size;
        return (int)tag;
    }

    public readonly void EndTag(int end)
    {
        if (_position != end) throw Malformed($"a tagged value ends {_position - end} bytes off its stated size");
    }

    /// <summary>Passes over tagged fields that are all unknown.</summary>
    public void SkipTags()
    {
        for (var tags = ReadTagCount(); tags > 0; tags--)
        {
            ReadTag(out var end);
            SkipTo(end);
        }
    }

    public void SkipTo(int position) => Take(position - _position);

    internal static KafkaProtocolException VersionUnknown(string message, short version) =>
        new($"{message} has no version {version} here");

    private string? ReadText(int length)
    {
        if (IsNull(length)) return null;
        try
        {
            return StrictUtf8.GetString(Take(length));
        }
        catch (DecoderFallbackException inner)
        {
            throw new KafkaProtocolException($"the string before byte {_position} is not UTF-8", inner);
        }
    }

    private int ReadCompactLength()
    {
        var stored = ReadVarUInt32();
        return stored <= int.MaxValue ? (int)stored - 1 : throw Malformed($"a length of {stored} is out of range");
    }

    private readonly bool IsNull(int length)
    {
        if (length < -1) throw Malformed($"a length of {length} is negative");
        return length < 0;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Remaining) throw Malformed($"{count} bytes needed, {Remaining} left");
        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    private readonly KafkaProtocolException NullFound(string what) => Malformed($"null where a {what} is required");

    private readonly KafkaProtocolException Malformed(string reason) => new($"at byte {_position}: {reason}");
}
