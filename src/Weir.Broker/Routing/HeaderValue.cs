namespace Weir.Broker.Routing;

/// <summary>
/// A header's value as a session finds it in the message: a view of its bytes, so that looking allocates nothing. Lists
/// and tables, which few messages have and fewer exchanges match, come as an <see cref="ArgumentValue"/>.
/// </summary>
public readonly ref struct HeaderValue
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ArgumentValue _value;

    private HeaderValue(ArgumentValue value) => _value = value;

    private HeaderValue(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        IsText = true;
    }

    public static HeaderValue Null => default;

    internal bool IsText { get; }

    /// <summary>Text's or bytes' content.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    internal ArgumentValue Value => _value;

    public static HeaderValue Of(bool value) => new(ArgumentValue.Of(value));

    public static HeaderValue Of(long value) => new(ArgumentValue.Of(value));

    public static HeaderValue Of(double value) => new(ArgumentValue.Of(value));

    /// <summary>Text (UTF-8) or bytes: they are matched alike.</summary>
    public static HeaderValue Of(ReadOnlySpan<byte> bytes) => new(bytes);

    public static HeaderValue Of(ArgumentValue value) => value.IsText ? new(value.AsBytes.Span) : new(value);

    public bool Matches(ArgumentValue value) => IsText
        ? value.IsText && value.AsBytes.Span.SequenceEqual(_bytes)
        : _value.Equals(value);
}
