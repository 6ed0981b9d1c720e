using System.Text;
using Weir.Admin.Http;
using Weir.Broker.Messages;
using Weir.Wire.Records;

namespace Weir.Admin.Operations;

/// <summary>What messages are looked for; a message matches when all that is set does.</summary>
internal sealed class MessageFilter
{
    private readonly IOperatorForms? _forms;
    private readonly byte[]? _key;
    private readonly byte[]? _headerName;
    private readonly byte[]? _headerValue;
    private readonly byte[]? _content;
    private readonly string? _messageId;

    /// <param name="forms">Knows message ids.</param>
    /// <param name="key">The whole key.</param>
    /// <param name="header">A header's name, or name=value.</param>
    /// <param name="contains">A part of the value, as UTF-8.</param>
    /// <param name="messageId">The whole id.</param>
    public MessageFilter(IOperatorForms? forms, string? key, string? header, string? contains, string? messageId)
    {
        _forms = forms;
        _key = Bytes(key);
        _content = Bytes(contains);
        _messageId = messageId;
        if (header is null) return;
        int equals = header.IndexOf('=', StringComparison.Ordinal);
        _headerName = Bytes(equals < 0 ? header : header[..equals]);
        _headerValue = equals < 0 ? null : Bytes(header[(equals + 1)..]);
        if (_headerName is []) throw ApiException.Invalid("header must be a name, or name=value");
    }

    public bool Matches(in RecordView record)
    {
        if (_key is not null && (record.IsKeyNull || !record.Key.SequenceEqual(_key))) return false;
        if (_content is not null && record.Value.IndexOf(_content) < 0) return false;
        if (_headerName is not null && !HasHeader(record)) return false;
        return _messageId is null
            || _forms?.Describe(record)?.Properties.Get("message_id")?.ToString() == _messageId
            || HasHeader(record, "message-id"u8, Encoding.UTF8.GetBytes(_messageId));
    }

    private bool HasHeader(in RecordView record) => HasHeader(record, _headerName, _headerValue);

    private static bool HasHeader(in RecordView record, ReadOnlySpan<byte> name, byte[]? value)
    {
        foreach (RecordHeaderView header in record.Headers)
            if (header.Key.SequenceEqual(name) && (value is null || header.Value.SequenceEqual(value))) return true;
        return false;
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
