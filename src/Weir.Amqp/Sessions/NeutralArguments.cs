using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Routing;

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
