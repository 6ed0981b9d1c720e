using Weir.Storage.Checkpoints;
using Weir.Storage.Logs;

namespace Weir.Storage.Compaction;

/// <summary>
/// What merging and compacting share: they write replacements without any lock, so checkpoints go on meanwhile, and
/// take the maintenance lock for the commit alone. A source that vanishes under them ends them without harm.
/// </summary>
internal abstract class SegmentRewrite(
    Shard shard, PartitionLog log, IStorageEngine engine, BlobKeys keys, SemaphoreSlim maintenance)
{
    /// <summary>Larger segments are not made from small ones: they would only cost more to copy and to drop.</summary>
    private const long TargetBytesMax = 64L << 20;

    private readonly long _segmentBytesMax = log.SegmentBytesMax;

    private IReadOnlyList<SegmentEntry> _sources = [];

    protected PartitionLog Log => log;

    protected long TargetBytes { get; } = Math.Min(log.SegmentBytesMax, TargetBytesMax);

    protected CompactionResult Result { get; set; } = CompactionResult.Nothing;

    public async ValueTask<CompactionResult> RunAsync(CancellationToken cancel)
    {
        try
        {
            await RewriteAsync(cancel);
        }
        catch (FileNotFoundException) when (!shard.Contains(log) || !_sources.All(log.Segments.Contains))
        {
            // A checkpoint has deleted what retention or a deletion gave up, and with it the reason to rewrite it.
            Result = Result with { IsComplete = false };
        }

        return Result;
    }

    protected abstract ValueTask RewriteAsync(CancellationToken cancel);

    /// <summary>
    /// The segments that still hold records to be read, or may again: where a trim is not yet committed a crash brings
    /// back what lies below it, and a tombstone that was dropped behind it would be missed.
    /// </summary>
    protected SegmentEntry[] LiveSegments()
    {
        long startOffset = log.CommittedStart;
        return [.. log.Segments.Where(s => s.NextOffset > startOffset)];
    }

    protected SegmentSource Open(IReadOnlyList<SegmentEntry> sources)
    {
        _sources = sources;
        return new SegmentSource(engine.Blobs, sources);
    }

    /// <summary>Copies the run through <see cref="CopyAsync"/> and puts the copy in its place. False: stop.</summary>
    protected async ValueTask<bool> ReplaceAsync(IReadOnlyList<SegmentEntry> sources, CancellationToken cancel)
    {
        await using var output = new SegmentOutput(
            engine.Blobs, keys, log.Id, sources[0].BaseOffset, _segmentBytesMax);
        var replacement = new SegmentReplacement(shard, log, engine);
        bool replaced = false;
        try
        {
            using (SegmentSource source = Open(sources))
            {
                if (!await CopyAsync(source, sources, output, cancel)) return true;
            }

            await output.CompleteAsync(cancel);
            await LogStore.TurnAsync(maintenance, cancel);
            try
            {
                replaced = await replacement.CommitAsync(sources, output.Made, cancel);
            }
            finally
            {
                maintenance.Release();
            }
        }
        finally
        {
            if (!replacement.MayBeCommitted) await output.DiscardAsync();
        }

        Result = replaced ? Result.Add(sources, output.Made) : Result with { IsComplete = false };
        return replaced;
    }

    /// <summary>Writes the replacement; false when it would equal its source and is not wanted.</summary>
    protected abstract ValueTask<bool> CopyAsync(
        SegmentSource source, IReadOnlyList<SegmentEntry> sources, SegmentOutput output, CancellationToken cancel);
}
