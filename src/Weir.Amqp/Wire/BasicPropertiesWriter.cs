using System.Buffers.Binary;
using System.Numerics;
using Weir.Wire;

namespace Weir.Amqp.Wire;

/// <summary>
/// Writes properties in wire order: flags first, filled in by <see cref="Complete"/>. Writing a property out of order
/// or twice is our own error and throws.
/// </summary>
internal ref struct BasicPropertiesWriter
{
    private readonly PooledBufferWriter _output;
    private readonly int _start;
    private int _flags;

    public BasicPropertiesWriter(PooledBufferWriter output)
    {
        _output = output;
        _start = output.WrittenBytes;
        output.Reserve(2).Clear();
    }

    public void ShortString(BasicProperty property, scoped ReadOnlySpan<byte> value)
    {
        Announce(property);
        _output.Reserve(1)[0] = checked((byte)value.Length);
        _output.Write(value);
    }

    public void Octet(BasicProperty property, byte value)
    {
        Announce(property);
        _output.Reserve(1)[0] = value;
    }

    public void Timestamp(ulong seconds)
    {
        Announce(BasicProperty.Timestamp);
        BinaryPrimitives.WriteUInt64BigEndian(_output.Reserve(8), seconds);
    }

    public void Headers(scoped ReadOnlySpan<byte> entries)
    {
        Announce(BasicProperty.Headers);
        BinaryPrimitives.WriteInt32BigEndian(_output.Reserve(4), entries.Length);
        _output.Write(entries);
    }

    /// <summary>Takes a property over as it stands; does nothing when the source lacks it.</summary>
    public void Copy(scoped BasicProperties source, BasicProperty property)
    {
        if (!source.Has(property)) return;
        Announce(property);
        _output.Write(source.Encoded(property));
    }

    public readonly void Complete() =>
        BinaryPrimitives.WriteUInt16BigEndian(_output.WrittenSpan[_start..], (ushort)_flags);

    /// <summary>The source with other headers, and without its expiration when a message is dead-lettered.</summary>
    public static void Rewrite(
        PooledBufferWriter output, BasicProperties source, ReadOnlySpan<byte> headers, bool keepExpiration = true)
    {
        var writer = new BasicPropertiesWriter(output);
        for (var property = BasicProperty.ContentType; property <= BasicProperty.ClusterId; property++)
        {
            if (property == BasicProperty.Headers) writer.Headers(headers);
            else if (property != BasicProperty.Expiration || keepExpiration) writer.Copy(source, property);
        }

        writer.Complete();
    }

    /// <summary>The source's properties with one header set; see <see cref="HeaderTable.Set"/>.</summary>
    public static WireError RewriteHeader(
        PooledBufferWriter output, BasicProperties source, ReadOnlySpan<byte> name, FieldValue value)
    {
        using var headers = new PooledBufferWriter();
        var error = HeaderTable.Set(headers, source.Headers, name, value);
        if (error == WireError.None) Rewrite(output, source, headers.WrittenSpan);
        return error;
    }

    private void Announce(BasicProperty property)
    {
        var flag = 0x8000 >> (int)property;
        if (_flags != 0 && flag >= 1 << BitOperations.TrailingZeroCount(_flags))
            throw new InvalidOperationException($"{property} comes after a later property");
        _flags |= flag;
    }
}
