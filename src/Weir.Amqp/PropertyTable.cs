using System.Text;
using Weir.Amqp.Sessions;
using Weir.Amqp.Wire;
using Weir.Broker.Routing;
using Weir.Wire;

namespace Weir.Amqp;

/// <summary>A message's properties by the names that RabbitMQ's tools use, and back.</summary>
internal static class PropertyTable
{
    private static readonly (string Name, BasicProperty Property)[] Known =
    [
        ("content_type", BasicProperty.ContentType),
        ("content_encoding", BasicProperty.ContentEncoding),
        ("headers", BasicProperty.Headers),
        ("delivery_mode", BasicProperty.DeliveryMode),
        ("priority", BasicProperty.Priority),
        ("correlation_id", BasicProperty.CorrelationId),
        ("reply_to", BasicProperty.ReplyTo),
        ("expiration", BasicProperty.Expiration),
        ("message_id", BasicProperty.MessageId),
        ("timestamp", BasicProperty.Timestamp),
        ("type", BasicProperty.Type),
        ("user_id", BasicProperty.UserId),
        ("app_id", BasicProperty.AppId),
        ("cluster_id", BasicProperty.ClusterId),
    ];

    public static Arguments Read(BasicProperties properties)
    {
        var entries = new List<(string, ArgumentValue)>();
        foreach ((string name, BasicProperty property) in Known)
            if (properties.Has(property)) entries.Add((name, Value(properties, property)));
        return Arguments.Of(entries);
    }

    /// <summary>Null, or the sentence that says which property cannot be.</summary>
    public static string? Write(PooledBufferWriter output, Arguments properties)
    {
        foreach ((string name, ArgumentValue value) in properties)
            if (Refusal(name, value) is { } refusal) return refusal;
        var writer = new BasicPropertiesWriter(output);
        foreach ((string name, BasicProperty property) in Known)
        {
            if (properties.Get(name) is not { } value) continue;
            switch (property)
            {
                case BasicProperty.Headers:
                    using (var entries = new PooledBufferWriter())
                    {
                        NeutralArguments.Write(entries, value.AsTable);
                        writer.Headers(entries.WrittenSpan);
                    }

                    break;
                case BasicProperty.DeliveryMode or BasicProperty.Priority:
                    writer.Octet(property, (byte)value.AsLong);
                    break;
                case BasicProperty.Timestamp:
                    writer.Timestamp((ulong)value.AsLong);
                    break;
                default:
                    writer.ShortString(property, Encoding.UTF8.GetBytes(value.ToString()));
                    break;
            }
        }

        writer.Complete();
        return null;
    }

    private static string? Refusal(string name, ArgumentValue value)
    {
        int at = Array.FindIndex(Known, k => k.Name == name);
        if (at < 0)
            return $"'{name}' is no property of a message; there are {string.Join(", ", Known.Select(k => k.Name))}";
        return Known[at].Property switch
        {
            BasicProperty.Headers => value.Kind == ArgumentKind.Table ? null : "headers must be an object",
            BasicProperty.DeliveryMode or BasicProperty.Priority =>
                value is { Kind: ArgumentKind.Long, AsLong: >= 0 and <= 255 } ? null : $"{name} must be 0 to 255",
            BasicProperty.Timestamp =>
                value is { Kind: ArgumentKind.Long, AsLong: >= 0 } ? null : "timestamp must be seconds since 1970",
            _ => Encoding.UTF8.GetByteCount(value.ToString()) <= ShortString.BytesMax
                ? null
                : $"{name} is longer than {ShortString.BytesMax} bytes",
        };
    }

    private static ArgumentValue Value(BasicProperties properties, BasicProperty property)
    {
        switch (property)
        {
            case BasicProperty.Headers:
                return FieldTableReader.Validate(properties.Headers) == WireError.None
                    ? ArgumentValue.OfTable(NeutralArguments.Read(properties.Headers))
                    : ArgumentValue.OfBytes(properties.Headers);
            case BasicProperty.DeliveryMode:
                return ArgumentValue.Of((long)properties.DeliveryMode!.Value);
            case BasicProperty.Priority:
                return ArgumentValue.Of((long)properties.Priority!.Value);
            case BasicProperty.Timestamp:
                return ArgumentValue.Of((long)properties.Timestamp!.Value);
            default:
                return ArgumentValue.OfText(properties.Encoded(property)[1..]);
        }
    }
}
