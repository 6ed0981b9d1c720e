namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// Recovery's view of the streams: enters frames, notices missing LSNs, takes back what a cut removes, and works out
/// which streams damage may have hit.
/// </summary>
internal sealed class StreamTally(ShardStream[] streams)
{
    private readonly long[] _lastSeen = new long[ShardTable.Count];

    /// <summary>How many lost frames the gaps between LSNs tell of.</summary>
    public long Explained { get; private set; }

    public void Add(JournalFile file, int shard, long lsn, FramePosition position)
    {
        FrameIndex frames = streams[shard].Frames;
        file.LastLsns[shard] = Math.Max(file.LastLsns[shard], lsn);
        long expected = _lastSeen[shard] > 0 ? _lastSeen[shard] + 1 : frames.FirstLsn;
        Explained = Math.Min(JournalFrameHeader.SequenceEnd, Explained + Math.Max(0, lsn - expected));
        _lastSeen[shard] = lsn;
        if (lsn < frames.FirstLsn)
            return;
        if (streams[shard].HasUnknownCheckpoint && frames.Count == 0)
            frames.TrimBelow(lsn);
        frames.AddLost(lsn, position with { Offset = 0 });
        if (lsn == frames.NextLsn)
            frames.Add(position);
        else
            frames.SetDamaged(lsn, position);
    }

    public long[] Snapshot() => [.. streams.Select(static stream => stream.Frames.NextLsn)];

    public void CutTo(Suspect cut)
    {
        for (int i = 0; i < streams.Length; i++)
            streams[i].Frames.CutFrom(cut.NextLsns[i]);

        // What is cut explains nothing: the damage before it may have hit anybody.
        Explained = cut.Explained;
    }

    /// <summary>
    /// When more frames are gone than gaps in LSNs explain, any stream that shows no frame after the damage may have
    /// lost its last ones: it is marked damaged at its end. Returns whether that was so. Not the catalog, which every
    /// shard needs: the report has to do for it.
    /// </summary>
    public bool MarkAffected(List<Suspect> damages)
    {
        long missing = 0;
        foreach (Suspect damage in damages)
            missing = Math.Min(JournalFrameHeader.SequenceEnd, missing + damage.Missing);
        if (missing <= Explained)
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
