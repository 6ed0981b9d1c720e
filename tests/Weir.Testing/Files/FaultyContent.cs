namespace Weir.Testing.Files;

/// <summary>
/// A file's bytes as they are read now and as they are on the disk. After a failed sync the disk's may stay behind for
/// good: those sectors are no longer dirty, only lost.
/// </summary>
internal sealed class FaultyContent
{
    public const int SectorBytes = 512;

    private readonly HashSet<long> _unsyncedSectors = [];
    private byte[] _now = [];
    private byte[] _disk = [];
    private int _length;
    private int _diskLength;

    public long Length => _length;

    public int Read(Span<byte> destination, long offset)
    {
        int count = (int)Math.Clamp(_length - offset, 0, destination.Length);
        if (count > 0)
            _now.AsSpan((int)offset, count).CopyTo(destination);
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        int end = checked((int)offset + bytes.Length);
        Grow(ref _now, end);
        bytes.CopyTo(_now.AsSpan((int)offset));
        _length = Math.Max(_length, end);
        Touch(offset, end);
    }

    public void SetLength(long length)
    {
        Grow(ref _now, (int)length);
        if (length < _length)
        {
            Array.Clear(_now, (int)length, _length - (int)length);
            Touch(length, _length);
        }

        _length = (int)length;
    }

    public void Sync()
    {
        foreach (long sector in _unsyncedSectors)
            CopySector(sector);
        _unsyncedSectors.Clear();
        _diskLength = _length;
    }

    /// <summary>The sync failed: any part got there, nothing of the rest is dirty any more.</summary>
    public void FailSync(Random random)
    {
        foreach (long sector in _unsyncedSectors)
        {
            if (random.Next(2) == 0)
                CopySector(sector);
        }

        _unsyncedSectors.Clear();
    }

    public void FlipBit(long offset, int bit)
    {
        _now[offset] ^= (byte)(1 << bit);
        if (offset < _disk.Length)
            _disk[offset] ^= (byte)(1 << bit);
    }

    public FaultyContent Crash(Random random, CrashKeeps keeps)
    {
        FaultyContent image = new() { _now = [.. _disk], _length = _diskLength };
        int length = _diskLength;
        if (keeps == CrashKeeps.Everything)
            length = _length;
        else if (keeps == CrashKeeps.Anything && _length != _diskLength)
            length = random.Next(Math.Min(_length, _diskLength), Math.Max(_length, _diskLength) + 1);
        Grow(ref image._now, Math.Max(length, _now.Length));
        foreach (long sector in _unsyncedSectors.Order())
        {
            bool isKept = keeps == CrashKeeps.Everything || (keeps == CrashKeeps.Anything && random.Next(2) == 0);
            int start = (int)(sector * SectorBytes);
            int count = Math.Min(SectorBytes, _now.Length - start);
            if (isKept && count > 0)
                _now.AsSpan(start, count).CopyTo(image._now.AsSpan(start));
        }

        image._length = length;
        Array.Clear(image._now, length, image._now.Length - length);
        image._disk = [.. image._now];
        image._diskLength = length;
        return image;
    }

    public FaultyContent Copy()
    {
        FaultyContent copy =
            new() { _now = [.. _now], _disk = [.. _disk], _length = _length, _diskLength = _diskLength };
        copy._unsyncedSectors.UnionWith(_unsyncedSectors);
        return copy;
    }

    private void Touch(long start, long end)
    {
        for (long sector = start / SectorBytes; sector * SectorBytes < end; sector++)
            _unsyncedSectors.Add(sector);
    }

    private void CopySector(long sector)
    {
        int start = (int)(sector * SectorBytes);
        int count = Math.Min(SectorBytes, _now.Length - start);
        if (count <= 0)
            return;
        Grow(ref _disk, start + count);
        _now.AsSpan(start, count).CopyTo(_disk.AsSpan(start));
    }

    private static void Grow(ref byte[] bytes, int length)
    {
        if (bytes.Length < length)
            Array.Resize(ref bytes, Math.Max(length, Math.Min(bytes.Length * 2, 1 << 26)));
    }
}
