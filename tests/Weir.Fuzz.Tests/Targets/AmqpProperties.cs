using Weir.Amqp.Wire;
using Weir.Fuzz.Tests.Engine;
using Weir.Wire;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// Content headers and their properties: every accessor works on what was accepted, and a rewrite keeps it.
/// </summary>
internal sealed class AmqpProperties : FuzzTarget
{
    public override string Name => "amqp-properties";

    public override IEnumerable<byte[]> Seeds()
    {
        byte[] head = [0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5];
        yield return [.. head, 0, 0];
        yield return [.. head, .. AmqpStreams.Properties()];
        yield return [.. head, 0xFF, 0xFC, .. new byte[16]];
    }

    public override string Execute(byte[] input)
    {
        WireError error = ContentHeader.TryRead(input, out ContentHeader header);
        if (error != WireError.None) return error.ToString();
        if (!BasicProperties.TryRead(header.Properties, out BasicProperties properties)) return "malformed";
        int set = 0;
        int encoded = 0;
        for (var property = BasicProperty.ContentType; property <= BasicProperty.ClusterId; property++)
        {
            if (properties.Has(property)) set++;
            encoded += properties.Encoded(property).Length;
        }

        FuzzException.Require(encoded <= properties.Raw.Length - 2, "properties overlap");
        _ = properties.ContentType.Length + properties.ContentEncoding.Length + properties.CorrelationId.Length
            + properties.ReplyTo.Length + properties.Expiration.Length + properties.MessageId.Length
            + properties.Type.Length + properties.UserId.Length + properties.AppId.Length + properties.ClusterId.Length;
        _ = (properties.DeliveryMode, properties.Priority, properties.Timestamp);
        using var output = new PooledBufferWriter();
        BasicPropertiesWriter.Rewrite(output, properties, properties.Headers);
        FuzzException.Require(
            BasicProperties.TryRead(output.WrittenSpan, out BasicProperties again)
            && again.Headers.SequenceEqual(properties.Headers) && again.MessageId.SequenceEqual(properties.MessageId)
            && again.Timestamp == properties.Timestamp, "rewritten properties read as others");
        return $"read {set}, headers {FieldTableReader.Validate(properties.Headers)}";
    }
}
