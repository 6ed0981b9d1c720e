namespace Weir.Wire.Records;

/// <summary>
/// One record, in place:
/// <code>
/// | length varint | attributes 1 | timestamp delta varlong | offset delta varint | key length varint | key
/// | value length varint | value | header count varint | (key length varint | key | value length varint | value)* |
/// </code>
/// A length of -1 is null; varints are zigzag. Valid as long as the bytes it was read from.
/// </summary>
public readonly ref struct RecordView
{
    public int OffsetDelta { get; init; }

    public long TimestampDelta { get; init; }

    public sbyte Attributes { get; init; }

    public bool IsKeyNull { get; init; }

    /// <summary>Empty when null.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    public bool IsValueNull { get; init; }

    /// <summary>Empty when null.</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    public int HeaderCount { get; init; }

    /// <summary>The encoded headers without their count, to be copied or walked; not yet checked.</summary>
    public ReadOnlySpan<byte> RawHeaders { get; init; }

    public RecordHeaderEnumerator Headers => new(RawHeaders, HeaderCount);
}
