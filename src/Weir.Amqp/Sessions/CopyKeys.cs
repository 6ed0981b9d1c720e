using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>
/// The further routing keys of a message: the texts in its headers CC and BCC (RabbitMQ's sender-selected
/// distribution). BCC is not shown to consumers. Reused from message to message.
/// </summary>
internal sealed class CopyKeys : IDisposable
{
    private readonly PooledBufferWriter _bytes = new();
    private readonly PooledBufferWriter _headers = new();
    private readonly PooledBufferWriter _properties = new();
    private readonly List<(int Start, int Length)> _places = [];
    private ReadOnlyMemory<byte>[] _keys = new ReadOnlyMemory<byte>[4];

    public ReadOnlySpan<ReadOnlyMemory<byte>> Keys => _keys.AsSpan(0, _places.Count);

    /// <summary>
    /// False when the message has none. <paramref name="properties"/> loses its BCC, and then lives until the next.
    /// </summary>
    public bool TryRead(ref BasicProperties properties)
    {
        if (!properties.Has(BasicProperty.Headers)) return false;
        ReadOnlySpan<byte> headers = properties.Headers;
        bool open = FieldTableReader.TryFind(headers, "CC"u8, out FieldView copies);
        bool hidden = FieldTableReader.TryFind(headers, "BCC"u8, out FieldView hiddenCopies);
        if (!open && !hidden) return false;
        _bytes.Reset();
        _places.Clear();
        if (open) Take("CC", copies);
        if (hidden) Take("BCC", hiddenCopies);
        if (_keys.Length < _places.Count) _keys = new ReadOnlyMemory<byte>[_places.Count];
        for (int i = 0; i < _places.Count; i++)
            _keys[i] = _bytes.WrittenMemory.Slice(_places[i].Start, _places[i].Length);
        if (hidden) Hide(ref properties);
        return true;
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _headers.Dispose();
        _properties.Dispose();
    }

    private void Take(string name, FieldView value)
    {
        if (value.Type != FieldType.Array)
        {
            throw new AmqpException(
                ReplyCode.PreconditionFailed,
                $"invalid message: {{unacceptable_type_in_header,\"{name}\",{QueueArguments.NameOf(value.Type)}}}");
        }

        FieldArrayReader reader = value.AsArray();
        while (reader.TryRead(out FieldView element))
        {
            if (!element.TryGetLongString(out ReadOnlySpan<byte> key)) continue;
            _places.Add((_bytes.WrittenBytes, key.Length));
            _bytes.Write(key);
        }
    }

    private void Hide(ref BasicProperties properties)
    {
        _headers.Reset();
        _properties.Reset();
        WireError error = HeaderTable.Remove(_headers, properties.Headers, "BCC"u8);
        if (error != WireError.None) throw AmqpException.Of(error);
        BasicPropertiesWriter.Rewrite(_properties, properties, _headers.WrittenSpan);
        BasicProperties.TryRead(_properties.WrittenSpan, out properties);
    }
}
