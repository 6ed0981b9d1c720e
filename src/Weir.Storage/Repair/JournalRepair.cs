using System.Buffers;
using Weir.Storage.Embedded;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Storage.Repair;

/// <summary>
/// Writes the frames of a damaged journal that are whole into a new one, in their order and without gaps in their
/// LSNs. Where batches of a log are missing, a <see cref="FillerBatch"/> takes their offsets.
/// </summary>
internal sealed class JournalRepair(IRepairState state, RepairReport report)
{
    private readonly FrameBuilder _fillers = new();
    private readonly FrameBuilder _kept = new();

    /// <summary>Of one shard: its frames above the checkpoint.</summary>
    public async ValueTask RunAsync(
        EmbeddedEngine target, ShardRepair shard, IReadOnlyList<RecoveredFrame> frames, CancellationToken cancel)
    {
        Fence fence = await target.Ownership.ClaimAsync(shard.Shard, cancel)
            ?? throw new StorageFailedException($"{shard.Shard} cannot be claimed");
        long lsn = shard.Manifest.CheckpointLsn;
        long expected = shard.HasUnknownCheckpoint ? -1 : lsn + 1;
        bool isChanged = shard.IsChanged;
        foreach (RecoveredFrame frame in frames)
        {
            if (expected >= 0 && frame.Header.Lsn != expected)
            {
                report.AddForgotten(
                    $"{shard.Shard}: the frames {expected} to {frame.Header.Lsn - 1} of the journal, with all that "
                    + "they held");
                isChanged = true;
            }

            expected = frame.Header.Lsn + 1;
            byte[] body = frame.ReadBody();
            if (isChanged)
            {
                await RewriteAsync(shard, body, frame, AppendAsync);
                continue;
            }

            Note(shard, body);
            await AppendAsync(new ReadOnlySequence<byte>(body));
        }

        foreach (LostRange lost in report.Lost.Where(l => l.Partition.Shard == shard.Shard).ToArray())
        {
            (ushort kind, byte[] payload) = state.Lost(lost.Partition, lost.From, lost.To);
            _kept.AddEvent(kind, payload);
            await AppendAsync(_kept.Build());
            _kept.Clear();
        }

        async ValueTask AppendAsync(ReadOnlySequence<byte> body)
        {
            Commit commit = await target.Journal.AppendAsync(fence, ++lsn, body, Durability.Os);
            if (commit != Commit.Done) throw new StorageFailedException($"the new journal cannot be written: {commit}");
        }
    }

    /// <summary>How far the logs come by a frame that stays as it is.</summary>
    private static void Note(ShardRepair shard, byte[] body)
    {
        var reader = new FrameReader(body);
        while (reader.TryRead())
        {
            if (reader.Kind != FrameLayout.Batches) continue;
            var walk = new RecordBatchEnumerator(reader.Payload);
            while (walk.MoveNext()) shard.Advance(reader.Partition, walk.Header.NextOffset);
        }
    }

    private async ValueTask RewriteAsync(
        ShardRepair shard, byte[] body, RecoveredFrame frame, Func<ReadOnlySequence<byte>, ValueTask> append)
    {
        try
        {
            Take(shard, body);
        }
        catch (DamagedDataException e)
        {
            report.AddDamage($"frame {frame.Header.Lsn} of {shard.Shard}: {e.Message}");
        }

        foreach (FrameBuilder builder in (FrameBuilder[])[_fillers, _kept])
        {
            if (!builder.IsEmpty) await append(builder.Build());
            builder.Clear();
        }
    }

    private void Take(ShardRepair shard, byte[] body)
    {
        // At most one run of batches a log, and each is at least as long as the header of its entry.
        int sections = body.Length / FrameLayout.BatchesHeaderBytes;
        _fillers.BeginSections(sections);
        _kept.BeginSections(sections);
        var reader = new FrameReader(body);
        while (reader.TryRead())
        {
            switch (reader.Kind)
            {
                case FrameLayout.Batches:
                    TakeBatches(shard, reader.Partition, reader.Payload);
                    break;
                case FrameLayout.Event:
                    _kept.AddEvent(reader.EventKind, reader.Payload);
                    break;
                default:
                    _kept.AddTrim(reader.Partition, reader.StartOffset);
                    break;
            }
        }
    }

    private void TakeBatches(ShardRepair shard, PartitionId partition, ReadOnlySpan<byte> batches)
    {
        long next = shard.NextOffsetOf(partition);
        var walk = new RecordBatchEnumerator(batches);
        int skipped = 0;
        bool isFirst = true;
        while (walk.MoveNext())
        {
            // What a segment or the snapshot has already.
            if (isFirst && walk.Header.BaseOffset < next)
            {
                skipped += walk.Batch.Length;
                continue;
            }

            if (isFirst && walk.Header.BaseOffset > next)
            {
                report.AddLost(partition, next, walk.Header.BaseOffset);
                Add(_fillers, partition, FillerBatch.Cover(next, walk.Header.BaseOffset));
            }

            isFirst = false;
            next = walk.Header.NextOffset;
        }

        if (walk.Error != BatchError.None)
            throw new DamagedDataException($"a batch of partition {partition} does not fit its run");
        shard.Advance(partition, next);
        if (skipped < batches.Length) Add(_kept, partition, batches[skipped..].ToArray());
    }

    private static void Add(FrameBuilder frame, PartitionId partition, byte[] batches)
    {
        frame.AddSection(partition, batches.Length);
        frame.AddMemory(batches);
    }
}
