namespace Weir.Wire.Records;

/// <summary>One record header, in place.</summary>
public readonly ref struct RecordHeaderView
{
    /// <summary>UTF-8, as the producer sent it.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    public bool IsValueNull { get; init; }

    /// <summary>Empty when null.</summary>
    public ReadOnlySpan<byte> Value { get; init; }
}
