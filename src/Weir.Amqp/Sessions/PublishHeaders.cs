using Weir.Amqp.Wire;
using Weir.Broker.Routing;

namespace Weir.Amqp.Sessions;

/// <summary>The headers of a message as routing asks for them, in place.</summary>
internal readonly ref struct PublishHeaders(BasicProperties properties) : IMessageHeaders
{
    private readonly BasicProperties _properties = properties;

    public bool TryGetHeader(scoped ReadOnlySpan<byte> name, out HeaderValue value)
    {
        value = default;
        if (!FieldTableReader.TryFind(_properties.Headers, name, out FieldView view)) return false;
        if (view.Type is FieldType.LongString or FieldType.Bytes) value = HeaderValue.Of(view.Payload);
        else if (view.TryGetInteger(out long integer)) value = HeaderValue.Of(integer);
        else if (view.TryGetBoolean(out bool flag)) value = HeaderValue.Of(flag);
        else if (view.TryGetDouble(out double real)) value = HeaderValue.Of(real);
        else if (view.TryGetTimestamp(out ulong seconds)) value = HeaderValue.Of((long)seconds);
        else if (view.Type != FieldType.Void) value = HeaderValue.Of(NeutralArguments.Of(FieldValueOf(view)));
        return true;
    }

    public bool TryGetProperty(MessageProperty property, out HeaderValue value)
    {
        value = default;
        switch (property)
        {
            case MessageProperty.MessageId when _properties.Has(BasicProperty.MessageId):
                value = HeaderValue.Of(_properties.MessageId);
                return true;
            case MessageProperty.CorrelationId when _properties.Has(BasicProperty.CorrelationId):
                value = HeaderValue.Of(_properties.CorrelationId);
                return true;
            case MessageProperty.Timestamp when _properties.Timestamp is { } seconds:
                value = HeaderValue.Of((long)seconds);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// Tables, arrays and decimals, which few messages have: through the kept form. They were validated.
    /// </summary>
    private static FieldValue FieldValueOf(FieldView view)
    {
        if (view.Type is not (FieldType.Table or FieldType.Array)) return FieldValue.FromScalar(view);
        if (view.Type == FieldType.Table)
        {
            FieldTable.TryRead(view.Payload, out FieldTable table);
            return FieldValue.FromTable(table);
        }

        var values = new List<FieldValue>();
        FieldArrayReader reader = view.AsArray();
        while (reader.TryRead(out FieldView element)) values.Add(FieldValueOf(element));
        return FieldValue.FromArray([.. values]);
    }
}
