namespace Weir.Client;

/// <summary>A record on its way into a batch; its spans are copied there.</summary>
internal readonly ref struct RecordToSend
{
    public long TimestampMs { get; init; }

    public bool IsKeyNull { get; init; }

    public ReadOnlySpan<byte> Key { get; init; }

    public bool IsValueNull { get; init; }

    public ReadOnlySpan<byte> Value { get; init; }

    public ReadOnlySpan<byte> RawHeaders { get; init; }

    public int HeaderCount { get; init; }
}
