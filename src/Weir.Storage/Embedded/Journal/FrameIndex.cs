namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// The positions of one stream's frames above its checkpoint, dense by LSN: entry i is LSN <see cref="FirstLsn"/> + i.
/// Not thread-safe: the stream's lock guards it.
/// </summary>
internal sealed class FrameIndex
{
    private FramePosition[] _positions = [];
    private int _start;
    private int _count;

    /// <summary>The first LSN there is, or will be.</summary>
    public long FirstLsn { get; private set; } = 1;

    public long NextLsn => FirstLsn + _count;

    public int Count => _count;

    public FramePosition this[long lsn] => _positions[_start + checked((int)(lsn - FirstLsn))];

    public void Add(FramePosition position)
    {
        if (_start + _count == _positions.Length)
            MakeRoom();
        _positions[_start + _count++] = position;
    }

    public void Set(long lsn, FramePosition position) => _positions[_start + checked((int)(lsn - FirstLsn))] = position;

    /// <summary>Forgets everything below an LSN, which becomes the first.</summary>
    public void TrimBelow(long lsn)
    {
        if (lsn <= FirstLsn)
            return;
        int dropped = (int)Math.Min(lsn - FirstLsn, _count);
        _start += dropped;
        _count -= dropped;
        FirstLsn = lsn;
        if (_count == 0)
            _start = 0;
    }

    /// <summary>Forgets everything from an LSN on.</summary>
    public void CutFrom(long lsn) => _count = (int)Math.Clamp(lsn - FirstLsn, 0, _count);

    private void MakeRoom()
    {
        // Reuse the trimmed front when it is at least half; amortized, adding costs O(1) either way.
        FramePosition[] target = _start >= _count && _start > 0
            ? _positions
            : new FramePosition[Math.Max(64, _count * 2)];
        Array.Copy(_positions, _start, target, 0, _count);
        _positions = target;
        _start = 0;
    }
}
