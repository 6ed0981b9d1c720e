namespace Weir.Wire.Records;

/// <summary>
/// Walks whole batches that lie end to end, as in a produce request or a segment. Only lengths are trusted, and only
/// as far as they stay inside. After the last batch <see cref="Error"/> says whether the end was clean;
/// <see cref="Position"/> is then where the last whole batch ended.
/// </summary>
public ref struct RecordBatchEnumerator(ReadOnlySpan<byte> batches)
{
    private readonly ReadOnlySpan<byte> _batches = batches;
    private RecordBatchHeader _header;

    public readonly RecordBatchHeader Header => _header;

    /// <summary>The current batch, head included.</summary>
    public ReadOnlySpan<byte> Batch { get; private set; }

    /// <summary>Bytes before the end of the current batch.</summary>
    public int Position { get; private set; }

    public BatchError Error { get; private set; }

    public bool MoveNext()
    {
        var rest = _batches[Position..];
        if (rest.IsEmpty || Error != BatchError.None) return false;
        if (!RecordBatchHeader.TryRead(rest, out var header)) return Fail(BatchError.Truncated);
        if (header.SizeBytes < RecordBatchHeader.Bytes) return Fail(BatchError.BadLength);
        if (header.SizeBytes > rest.Length) return Fail(BatchError.Truncated);

        _header = header;
        Batch = rest[..header.SizeBytes];
        Position += header.SizeBytes;
        return true;
    }

    private bool Fail(BatchError error)
    {
        Error = error;
        Batch = default;
        _header = default;
        return false;
    }
}
