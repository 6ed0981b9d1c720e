namespace Weir.Wire.Records;

/// <summary>
/// Walks a record's headers without allocating; works in foreach. Ends early, with <see cref="IsMalformed"/> set, when
/// a length leads outside or bytes are left after the last header; headers that passed
/// <see cref="RecordBatchValidator.CheckRecords"/> never do that.
/// </summary>
public ref struct RecordHeaderEnumerator(ReadOnlySpan<byte> rawHeaders, int headerCount)
{
    private readonly ReadOnlySpan<byte> _source = rawHeaders;
    private RecordHeaderView _current;
    private int _left = headerCount;
    private int _position;

    public readonly RecordHeaderView Current => _current;

    public bool IsMalformed { get; private set; }

    public readonly RecordHeaderEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_left <= 0 || IsMalformed)
        {
            if (_left < 0 || _position != _source.Length) IsMalformed = true;
            return false;
        }

        if (!RecordReader.TryReadBytes(_source, ref _position, out var key, out var isKeyNull) || isKeyNull
            || !RecordReader.TryReadBytes(_source, ref _position, out var value, out var isValueNull))
        {
            IsMalformed = true;
            return false;
        }

        _left--;
        _current = new RecordHeaderView { Key = key, Value = value, IsValueNull = isValueNull };
        return true;
    }
}
