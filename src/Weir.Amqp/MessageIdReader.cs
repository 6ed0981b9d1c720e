using Weir.Amqp.Sessions;
using Weir.Amqp.Wire;
using Weir.Broker.Duplicates;
using Weir.Wire.Records;

namespace Weir.Amqp;

/// <summary>The property <c>message-id</c> of a record that was published by AMQP.</summary>
public sealed class MessageIdReader : IMessageIds
{
    public bool TryRead(RecordView record, out ReadOnlySpan<byte> id)
    {
        id = default;
        if (!RecordMapping.TryReadOriginal(record, out _, out ReadOnlySpan<byte> raw)) return false;
        BasicProperties.TryRead(raw, out BasicProperties properties);
        id = properties.MessageId;
        return properties.Has(BasicProperty.MessageId);
    }
}
