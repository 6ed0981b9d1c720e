using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Routing;
using Weir.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>
/// Field tables as the broker's arguments. Integers of all widths become one kind, as RabbitMQ compares.
/// </summary>
internal static class NeutralArguments
{
    public static Arguments Read(ReadOnlySpan<byte> entries)
    {
        WireError error = FieldTable.TryRead(entries, out FieldTable table);
        if (error != WireError.None) throw AmqpException.Of(error);
        return Of(table);
    }

    /// <summary>The entries of a field table; whole numbers as 64 bits.</summary>
    public static void Write(PooledBufferWriter output, Arguments arguments) =>
        new FieldTableWriter(output).Fields(TableOf(arguments));

    private static FieldTable TableOf(Arguments arguments) =>
        new([.. arguments.Select(static a => new Field(Encoding.UTF8.GetBytes(a.Key), FieldOf(a.Value)))]);

    private static FieldValue FieldOf(ArgumentValue value) => value.Kind switch
    {
        ArgumentKind.Bool => FieldValue.FromBoolean(value.AsBool),
        ArgumentKind.Long => FieldValue.FromInt64(value.AsLong),
        ArgumentKind.Double => FieldValue.FromDouble(value.AsDouble),
        ArgumentKind.Text => FieldValue.FromText(value.AsBytes.Span),
        ArgumentKind.Bytes => FieldValue.FromBytes(value.AsBytes.Span),
        ArgumentKind.List => FieldValue.FromArray([.. value.AsList.Select(FieldOf)]),
        ArgumentKind.Table => FieldValue.FromTable(TableOf(value.AsTable)),
        _ => default,
    };

    public static Arguments Of(FieldTable table) =>
        Arguments.Of(table.Select(field => (field.NameText, Of(field.Value))));

    public static ArgumentValue Of(FieldValue value)
    {
        if (value.TryGetInteger(out long integer)) return ArgumentValue.Of(integer);
        if (value.TryGetDouble(out double real)) return ArgumentValue.Of(real);
        switch (value.Type)
        {
            case FieldType.Boolean:
                return ArgumentValue.Of(value.AsBoolean);
            case FieldType.LongString:
                return ArgumentValue.OfText(value.AsBytes);
            case FieldType.Bytes:
                return ArgumentValue.OfBytes(value.AsBytes);
            case FieldType.Table:
                return ArgumentValue.OfTable(Of(value.AsTable!));
            case FieldType.Timestamp or FieldType.Decimal:
                return ArgumentValue.Of(value.Number);
            case FieldType.Array:
                var elements = new List<ArgumentValue>();
                foreach (FieldValue element in value.AsArray) elements.Add(Of(element));
                return ArgumentValue.OfList(elements);
            default:
                return default;
        }
    }
}
