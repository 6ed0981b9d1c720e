namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// The positions of one stream's frames above its checkpoint, dense by LSN: entry i is LSN <see cref="FirstLsn"/> + i.
/// Behind frames that are gone nothing can be replayed, so from there on it only counts: a gap costs nothing however
/// long it is. Not thread-safe: the stream's lock guards it.
/// </summary>
internal sealed class FrameIndex
{
    private FramePosition[] _positions = [];
    private int _start;
    private int _stored;
    private long _count;
    private FramePosition _lost;

    /// <summary>The first LSN there is, or will be.</summary>
    public long FirstLsn { get; private set; } = 1;

    public long NextLsn => FirstLsn + _count;

    public long Count => _count;

    private bool HasLost => _stored < _count;

    public FramePosition this[long lsn]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(lsn, FirstLsn);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lsn, NextLsn);
            long index = lsn - FirstLsn;
            return index < _stored ? _positions[_start + (int)index] : _lost;
        }
    }

    public void Add(FramePosition position)
    {
        if (!HasLost)
        {
            if (_start + _stored == _positions.Length)
                MakeRoom();
            _positions[_start + _stored++] = position;
        }

        _count++;
    }

    /// <summary>
    /// The frames from the next to an LSN (exclusive) are gone; the position is where they are missed.
    /// </summary>
    public void AddLost(long endLsn, FramePosition position)
    {
        if (endLsn <= NextLsn)
            return;
        if (!HasLost)
            _lost = position with { Length = FramePosition.Damaged };
        _count = endLsn - FirstLsn;
    }

    /// <summary>An LSN that is there cannot be replayed.</summary>
    public void SetDamaged(long lsn, FramePosition position)
    {
        long index = lsn - FirstLsn;
        if (index < _stored)
            _positions[_start + (int)index] = position with { Length = FramePosition.Damaged };
    }

    /// <summary>Forgets everything below an LSN, which becomes the first.</summary>
    public void TrimBelow(long lsn)
    {
        if (lsn <= FirstLsn)
            return;
        int dropped = (int)Math.Min(lsn - FirstLsn, _stored);
        _start += dropped;
        _stored -= dropped;
        _count = Math.Max(0, NextLsn - lsn);
        FirstLsn = lsn;
        if (_stored == 0)
            _start = 0;
    }

    /// <summary>Forgets everything from an LSN on.</summary>
    public void CutFrom(long lsn)
    {
        _count = Math.Clamp(lsn - FirstLsn, 0, _count);
        _stored = (int)Math.Min(_stored, _count);
    }

    private void MakeRoom()
    {
        // Reuse the trimmed front when it is at least half; amortized, adding costs O(1) either way.
        FramePosition[] target = _start >= _stored && _start > 0
            ? _positions
            : new FramePosition[Math.Max(64, _stored * 2)];
        Array.Copy(_positions, _start, target, 0, _stored);
        _positions = target;
        _start = 0;
    }
}
