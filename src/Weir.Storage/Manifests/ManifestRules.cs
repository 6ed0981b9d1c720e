namespace Weir.Storage.Manifests;

/// <summary>How an edit changes a manifest, for every engine.</summary>
internal static class ManifestRules
{
    /// <summary>
    /// The manifest after the edit. Throws <see cref="ArgumentException"/>, before anything is changed, when the edit
    /// would move the checkpoint back, remove what is not there or make segments overlap.
    /// </summary>
    public static ShardManifest Apply(ShardManifest current, ManifestEdit edit)
    {
        if (edit.CheckpointLsn < current.CheckpointLsn)
        {
            throw new ArgumentException(
                $"A checkpoint never moves back, here from {current.CheckpointLsn} to {edit.CheckpointLsn}.",
                    nameof(edit));
        }

        HashSet<string> removed = new(edit.RemovedKeys, StringComparer.Ordinal);
        List<SegmentEntry> segments = new(current.Segments.Count + edit.Added.Count);
        foreach (SegmentEntry segment in current.Segments)
        {
            if (!removed.Remove(segment.Key))
                segments.Add(segment);
        }

        if (removed.Count > 0)
            throw new ArgumentException($"There is no segment {removed.First()} to remove.", nameof(edit));
        segments.AddRange(edit.Added);
        segments.Sort(static (a, b) => (a.Partition, a.BaseOffset).CompareTo((b.Partition, b.BaseOffset)));
        for (int i = 0; i < segments.Count; i++)
            Check(segments, i);
        return new ShardManifest(edit.CheckpointLsn, edit.SnapshotKey ?? current.SnapshotKey, segments);
    }

    private static void Check(List<SegmentEntry> segments, int index)
    {
        SegmentEntry segment = segments[index];
        if (segment.NextOffset < segment.BaseOffset)
            throw new ArgumentException($"Segment {segment.Key} ends before it starts.");
        if (index > 0 && segments[index - 1].Partition == segment.Partition
            && segments[index - 1].NextOffset > segment.BaseOffset)
        {
            throw new ArgumentException($"Segments {segments[index - 1].Key} and {segment.Key} overlap.");
        }
    }
}
