using Weir.Storage;

namespace Weir.Broker.Routing;

/// <summary>
/// Arguments as the catalog keeps them:
/// <code>
/// arguments: count, then (name str, value) each
/// value:     kind u8, then by kind  Null: nothing | Bool: u8 | Long: i64 | Double: f64
///            Text, Bytes: bytes | List: count, then values | Table: arguments
/// </code>
/// </summary>
internal static class ArgumentCodec
{
    // Deeper than any client nests; bounds the recursion over bytes that may be damaged.
    private const int DepthMax = 128;

    public static byte[] Encode(Arguments arguments)
    {
        using var writer = new RecordWriter();
        Write(writer, arguments);
        return writer.ToArray();
    }

    public static Arguments Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader("arguments", bytes);
        Arguments arguments = Read(ref reader);
        reader.End();
        return arguments;
    }

    public static void Write(RecordWriter writer, Arguments arguments)
    {
        writer.Count(arguments.Count);
        foreach ((string name, ArgumentValue value) in arguments)
        {
            writer.Text(name);
            Write(writer, value);
        }
    }

    public static Arguments Read(ref RecordReader reader) => Read(ref reader, 0);

    private static void Write(RecordWriter writer, ArgumentValue value)
    {
        writer.Byte((byte)value.Kind);
        switch (value.Kind)
        {
            case ArgumentKind.Null:
                break;
            case ArgumentKind.Bool:
                writer.Byte(value.AsBool ? (byte)1 : (byte)0);
                break;
            case ArgumentKind.Long:
                writer.Int64(value.AsLong);
                break;
            case ArgumentKind.Double:
                writer.Int64(BitConverter.DoubleToInt64Bits(value.AsDouble));
                break;
            case ArgumentKind.Text or ArgumentKind.Bytes:
                writer.Bytes(value.AsBytes.Span);
                break;
            case ArgumentKind.List:
                writer.Count(value.AsList.Count);
                foreach (ArgumentValue item in value.AsList) Write(writer, item);
                break;
            case ArgumentKind.Table:
                Write(writer, value.AsTable);
                break;
        }
    }

    private static Arguments Read(ref RecordReader reader, int depth)
    {
        var entries = new (string, ArgumentValue)[reader.Count(2)];
        for (int i = 0; i < entries.Length; i++) entries[i] = (reader.Text(), ReadValue(ref reader, depth + 1));
        return Arguments.Of(entries);
    }

    private static ArgumentValue ReadValue(ref RecordReader reader, int depth)
    {
        if (depth > DepthMax) throw new DamagedDataException($"{reader.Name} nests deeper than {DepthMax}");
        byte kind = reader.Byte();
        return (ArgumentKind)kind switch
        {
            ArgumentKind.Null => ArgumentValue.Null,
            ArgumentKind.Bool => ArgumentValue.Of(reader.Byte() != 0),
            ArgumentKind.Long => ArgumentValue.Of(reader.Int64()),
            ArgumentKind.Double => ArgumentValue.Of(BitConverter.Int64BitsToDouble(reader.Int64())),
            ArgumentKind.Text => ArgumentValue.OfText(reader.Bytes()),
            ArgumentKind.Bytes => ArgumentValue.OfBytes(reader.Bytes()),
            ArgumentKind.List => ReadList(ref reader, depth),
            ArgumentKind.Table => ArgumentValue.OfTable(Read(ref reader, depth)),
            _ => throw new DamagedDataException($"{reader.Name} holds an argument of kind {kind}"),
        };
    }

    private static ArgumentValue ReadList(ref RecordReader reader, int depth)
    {
        var items = new ArgumentValue[reader.Count(1)];
        for (int i = 0; i < items.Length; i++) items[i] = ReadValue(ref reader, depth + 1);
        return ArgumentValue.OfList(items);
    }
}
