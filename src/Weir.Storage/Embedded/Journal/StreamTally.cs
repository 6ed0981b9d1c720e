namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// Recovery's view of the streams: enters frames, notices missing LSNs, takes back what a cut removes, and works out
/// which streams damage may have hit.
/// </summary>
internal sealed class StreamTally(ShardStream[] streams)
{
    // Sixteen million frames: a gap that large is not of frames that were lost.
    private const long GapMax = 1L << 24;

    private readonly long[] _lastSeen = new long[ShardTable.Count];
    private long _explained;

    public void Add(JournalFile file, int shard, long lsn, FramePosition position)
    {
        FrameIndex frames = streams[shard].Frames;
        file.LastLsns[shard] = Math.Max(file.LastLsns[shard], lsn);
        long expected = _lastSeen[shard] > 0 ? _lastSeen[shard] + 1 : frames.FirstLsn;
        _explained += Math.Max(0, lsn - expected);
        _lastSeen[shard] = lsn;
        if (lsn < frames.FirstLsn)
            return;
        if (streams[shard].HasUnknownCheckpoint && frames.Count == 0)
            frames.TrimBelow(lsn);
        if (lsn - frames.NextLsn > GapMax)
        {
            throw new DamagedDataException(
                $"{JournalFile.PathOf(file.Number)} has frame {lsn} of {ShardTable.Name(shard)} behind frame " +
                $"{frames.NextLsn - 1}.");
        }

        while (frames.NextLsn < lsn)
            frames.Add(new FramePosition(file.Number, FramePosition.Damaged, 0));
        if (lsn == frames.NextLsn)
            frames.Add(position);
        else
            frames.Set(lsn, new FramePosition(file.Number, FramePosition.Damaged, position.Offset));
    }

    public long[] Snapshot() => [.. streams.Select(static stream => stream.Frames.NextLsn)];

    public void CutTo(long[] nextLsns)
    {
        for (int i = 0; i < streams.Length; i++)
            streams[i].Frames.CutFrom(nextLsns[i]);
    }

    /// <summary>
    /// When more frames are gone than gaps in LSNs explain, any stream that shows no frame after the damage may have
    /// lost its last ones: it is marked damaged at its end. Returns whether that was so. Not the catalog, which every
    /// shard needs: the report has to do for it.
    /// </summary>
    public bool MarkAffected(List<Suspect> damages)
    {
        long missing = damages.Sum(static damage => damage.Missing);
        if (missing <= _explained)
            return false;
        Suspect first = damages.First(static damage => damage.Missing > 0);
        foreach (ShardStream stream in streams.AsSpan(0, ShardTable.Catalog))
        {
            FrameIndex frames = stream.Frames;
            if (frames.NextLsn <= first.NextLsns[stream.Number])
                frames.Add(new FramePosition(first.File!.Number, FramePosition.Damaged, first.Position));
        }

        return true;
    }
}
