using System.Buffers.Binary;
using System.Buffers.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Queues;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Amqp.Sessions;

/// <summary>
/// An AMQP message as a record and back (docs/protocols/mapping.md). The first record header carries what came:
/// <code>amqp: | exchange length 1 | exchange | properties, flags and values |</code>
/// and is what goes out again; the application headers follow one by one as text, for readers of other protocols.
/// </summary>
internal static class RecordMapping
{
    private const int NumberCharactersMax = 32;

    public static ReadOnlySpan<byte> HeaderName => "amqp"u8;

    /// <summary>The name under which a record's key is shown, when another protocol wrote it.</summary>
    private static ReadOnlySpan<byte> KeyHeader => "x-record-key"u8;

    public static void WriteHeaders(
        RecordHeaderWriter output, ReadOnlySpan<byte> exchange, BasicProperties properties, long? expiresAtMs)
    {
        output.Reset();
        Span<byte> value = output.AddReservingValue(HeaderName, 1 + exchange.Length + properties.Raw.Length);
        value[0] = (byte)exchange.Length;
        exchange.CopyTo(value[1..]);
        properties.Raw.CopyTo(value[(1 + exchange.Length)..]);
        if (expiresAtMs is { } at)
        {
            BinaryPrimitives.WriteInt64BigEndian(
                output.AddReservingValue(MessageExpiry.HeaderName, MessageExpiry.ValueBytes), at);
        }

        if (properties.Has(BasicProperty.Headers)) WriteApplicationHeaders(output, properties.Headers);
    }

    /// <summary>What was published, if the record came by AMQP.</summary>
    public static bool TryReadOriginal(
        RecordView record, out ReadOnlySpan<byte> exchange, out ReadOnlySpan<byte> properties)
    {
        foreach (RecordHeaderView header in record.Headers)
        {
            if (!header.Key.SequenceEqual(HeaderName)) continue;
            if (header.Value.Length == 0 || header.Value[0] > header.Value.Length - 1) break;
            exchange = header.Value.Slice(1, header.Value[0]);
            properties = header.Value[(1 + header.Value[0])..];
            if (BasicProperties.TryRead(properties, out _)) return true;
            break;
        }

        exchange = properties = default;
        return false;
    }

    /// <summary>Properties for a record that another protocol wrote: its headers, its key and its time.</summary>
    public static void WriteForeign(
        PooledBufferWriter output, PooledBufferWriter scratch, in RecordView record, long timestampMs)
    {
        scratch.Clear();
        var table = new FieldTableWriter(scratch);
        foreach (RecordHeaderView header in record.Headers)
        {
            ReadOnlySpan<byte> name = header.Key[..Math.Min(header.Key.Length, ShortString.BytesMax)];
            if (header.IsValueNull) table.Name(name).Void();
            else table.Name(name).LongString(header.Value);
        }

        if (!record.IsKeyNull) table.Name(KeyHeader).LongString(record.Key);
        output.Clear();
        var writer = new BasicPropertiesWriter(output);
        if (scratch.WrittenBytes > 0) writer.Headers(scratch.WrittenSpan);
        writer.Octet(BasicProperty.DeliveryMode, 2);
        if (timestampMs >= 0) writer.Timestamp((ulong)timestampMs / 1000);
        writer.Complete();
    }

    private static void WriteApplicationHeaders(RecordHeaderWriter output, ReadOnlySpan<byte> entries)
    {
        WireError error = FieldTableReader.Validate(entries);
        if (error != WireError.None) throw AmqpException.Of(error);
        var reader = new FieldTableReader(entries);
        while (reader.TryRead(out ReadOnlySpan<byte> name, out FieldView value)) WriteHeader(output, name, value);
    }

    /// <summary>Tables and arrays have no agreed text; they are in the <c>amqp</c> header alone.</summary>
    private static void WriteHeader(RecordHeaderWriter output, ReadOnlySpan<byte> name, FieldView value)
    {
        Span<byte> text = stackalloc byte[NumberCharactersMax];
        int written = 0;
        if (value.Type is FieldType.LongString or FieldType.Bytes) output.Add(name, value.Payload);
        else if (value.Type == FieldType.Void) output.AddNull(name);
        else if (value.TryGetBoolean(out bool flag)) output.Add(name, flag ? "true"u8 : "false"u8);
        else if (value.TryGetInteger(out long integer)) Utf8Formatter.TryFormat(integer, text, out written);
        else if (value.TryGetTimestamp(out ulong seconds)) Utf8Formatter.TryFormat(seconds, text, out written);
        else if (value.TryGetDouble(out double real)) Utf8Formatter.TryFormat(real, text, out written);
        if (written > 0) output.Add(name, text[..written]);
    }
}
