using Weir.Storage.Catalogs;
using Weir.Storage.Checkpoints;
using Weir.Storage.Embedded;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;

namespace Weir.Storage.Repair;

/// <summary>
/// Makes a damaged data directory one that starts, with everything in it that can still be read. It builds what is to
/// come beside the directory's files, keeps a copy of those, and then puts the new ones in their places. A directory
/// in which nothing is damaged is left alone; one whose repair was interrupted does not start until it is finished.
/// </summary>
public sealed class DirectoryRepair
{
    /// <summary>Below the data directory; empty, but for its directories, when a repair is over.</summary>
    public const string WorkDirectory = "repair";

    /// <summary>More than any start since the last one that is known has taken.</summary>
    private const int EpochStep = 16;

    private readonly IFileSystem _files;
    private readonly IRepairState _state;
    private readonly RepairReport _report = new();
    private readonly List<RecoveredFrame> _frames = [];
    private readonly List<ShardRepair> _shards = [];
    private readonly CatalogTable _catalog = new();
    private IReadOnlyList<JournalFile> _journal = [];
    private long _catalogLsn;
    private int _epoch;

    private DirectoryRepair(IFileSystem files, IRepairState state)
    {
        _files = files;
        _state = state;
    }

    /// <param name="files">The data directory. Nobody else may have it open.</param>
    /// <param name="state">The state above the logs.</param>
    /// <param name="keepIn">The name, below the directory, for the copy of what is damaged; there is none such yet.
    /// </param>
    /// <param name="cancel">Stops it while nothing is changed yet.</param>
    /// <exception cref="StorageFailedException">Another process has it, or a newer version wrote it.</exception>
    /// <exception cref="DamagedDataException">The catalog is damaged in both of its copies: nobody knows any more which
    /// topics there are.</exception>
    public static async ValueTask<RepairReport> RunAsync(
        IFileSystem files, IRepairState state, string keepIn, CancellationToken cancel)
    {
        using IDisposable directoryLock = DataDirectory.Lock(files);
        var repair = new DirectoryRepair(files, state);
        var staging = new StagedRepair(files, keepIn);
        if (staging.IsReady)
        {
            repair._report.IsFinished = true;
            repair._report.KeptIn = staging.KeptIn;
            staging.PutInPlace();
            return repair._report;
        }

        try
        {
            await repair.ReadAsync(cancel);
            if (repair._report.Damages.Count == 0) return repair._report;
            staging.Begin();
            await repair.WriteAsync(staging.Files, cancel);
        }
        finally
        {
            foreach (JournalFile file in repair._journal) file.File.Dispose();
        }

        staging.Keep(repair._report.DamagedBlobs);
        cancel.ThrowIfCancellationRequested();
        staging.MakeReady();
        staging.PutInPlace();
        repair._report.KeptIn = keepIn;
        return repair._report;
    }

    private async ValueTask ReadAsync(CancellationToken cancel)
    {
        if (!DataDirectory.IsFormatWhole(_files))
            _report.AddDamage($"{_files.Description}/{DataDirectory.FormatPath} is damaged or missing");
        _epoch = _files.Exists(EpochFile.Path) ? EpochFile.Read(_files, out _) : -1;
        if (_epoch < 0) _report.AddDamage($"{_files.Description}/{EpochFile.Path} is damaged or missing");
        ReadCatalog();
        await ReadShardsAsync(cancel);
    }

    private void ReadCatalog()
    {
        (_catalogLsn, List<CatalogEntry> entries) =
            CatalogSnapshot.ReadEither(_files, out DamagedDataException? damage);
        if (damage is not null) _report.AddDamage(damage.Message);
        entries.ForEach(_catalog.Apply);
        try
        {
            if (damage is null) CatalogSnapshot.Read(_files, CatalogSnapshot.CopyPath);
        }
        catch (DamagedDataException e)
        {
            _report.AddDamage(e.Message);
        }
    }

    private async ValueTask ReadShardsAsync(CancellationToken cancel)
    {
        ShardStream[] streams = [.. Enumerable.Range(0, ShardTable.Count).Select(static i => new ShardStream(i))];
        streams[ShardTable.Catalog].SetCheckpoint(_catalogLsn);
        var blobs = new EmbeddedBlobStore(_files, static e => throw new StorageFailedException(e.Message, e));
        _epoch = Math.Max(_epoch, await HighestEpochAsync(blobs, cancel)) + EpochStep;
        var keys = new BlobKeys(_epoch);
        for (int i = 0; i < ShardId.Count; i++)
        {
            var shard = new ShardRepair(_files, blobs, keys, _state, _report, new ShardId(i));
            await shard.LoadAsync(cancel);
            streams[i].HasUnknownCheckpoint = shard.HasUnknownCheckpoint;
            if (!shard.HasUnknownCheckpoint) streams[i].SetCheckpoint(shard.Manifest.CheckpointLsn);
            _shards.Add(shard);
        }

        RecoveredJournal journal = new JournalRecovery(_files, streams, _frames).Run();
        _journal = journal.Files;
        foreach (JournalDamage damage in journal.Damages) Take(damage);
        foreach (RecoveredFrame frame in _frames) _epoch = Math.Max(_epoch, frame.Header.Epoch);
        foreach (ShardRepair shard in _shards) await shard.RunAsync(cancel);
        ReplayCatalog();
    }

    private void Take(JournalDamage damage)
    {
        _report.AddDamage(damage.ToString());
        if (damage.IsHeaderAlone) return;
        // Where later frames of the shard are there the gap before them is reported, with all that is missing.
        if (damage.Shard < 0)
            _report.AddForgotten($"frames at byte {damage.Position} of {damage.File}, of whatever shards");
        else if (!_frames.Exists(f => f.Header.Shard == damage.Shard && f.Header.Lsn > damage.Lsn))
            _report.AddForgotten($"the frame {damage.Lsn} of {ShardTable.Name(damage.Shard)}, with all that it held");
    }

    private void ReplayCatalog()
    {
        foreach (RecoveredFrame frame in FramesOf(ShardTable.Catalog, _catalogLsn))
        {
            if (frame.Header.Lsn != _catalogLsn + 1)
                _report.AddForgotten(
                    $"changes of topics, queues or users: {frame.Header.Lsn - _catalogLsn - 1} frames of the journal");
            CatalogCodec.Decode(frame.ReadBody(), $"Frame {frame.Header.Lsn} of the catalog").ForEach(_catalog.Apply);
            _catalogLsn = frame.Header.Lsn;
        }

        _report.Catalog = _catalog.List("");
    }

    private async ValueTask WriteAsync(ScopedFileSystem target, CancellationToken cancel)
    {
        DataDirectory.WriteFormat(target);
        EpochFile.Write(target, _epoch);
        CatalogSnapshot.Prepare(target, _catalogLsn, _catalog.List(""));
        CatalogSnapshot.Replace(target);
        foreach (ShardRepair shard in _shards)
        {
            if (shard.Manifest == ShardManifest.Empty) continue;
            ManifestFile.Prepare(target, shard.Shard.Value, shard.Manifest);
            ManifestFile.Replace(target, shard.Shard.Value);
        }

        var options = new EmbeddedOptions { PrepareAhead = false, SpareFiles = 0, SpareFilesMax = 0 };
        await using EmbeddedEngine engine = await EmbeddedEngine.OpenAsync(target, options, cancel);
        var journal = new JournalRepair(_state, _report);
        foreach (ShardRepair shard in _shards)
        {
            long from = shard.HasUnknownCheckpoint ? 0 : shard.Manifest.CheckpointLsn;
            await journal.RunAsync(engine, shard, FramesOf(shard.Shard.Value, from), cancel);
        }
    }

    private List<RecoveredFrame> FramesOf(int stream, long aboveLsn) =>
        _frames.FindAll(f => f.Header.Shard == stream && f.Header.Lsn > aboveLsn);

    private static async ValueTask<int> HighestEpochAsync(EmbeddedBlobStore blobs, CancellationToken cancel)
    {
        int highest = 0;
        await foreach (string key in blobs.ListAsync("", cancel))
            if (BlobKeys.TryReadOrder(key, out (int Epoch, long Count) order)) highest = Math.Max(highest, order.Epoch);
        return highest;
    }
}
