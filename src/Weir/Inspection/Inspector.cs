using System.Buffers.Binary;
using System.Globalization;
using Weir.Records;
using Weir.Storage;
using Weir.Storage.Checkpoints;
using Weir.Storage.Embedded;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;
using Weir.Storage.Logs;

namespace Weir.Inspection;

/// <summary>
/// Decides what a path is and reads it to the end: a data directory as a whole, or one of its files. It never writes.
/// Files that a running broker removes while we read are left out, with a note.
/// </summary>
internal sealed class Inspector : IDisposable
{
    private const string JournalMagic = "WERJ";
    private const string CatalogMagic = "WERC";
    private const string ManifestMagic = "WERM";
    private const string SnapshotMagic = "WEIRSNP1";

    private readonly InspectionWriter _writer;
    private readonly TopicNames _names = new();
    private readonly BatchInspector _batches;
    private readonly FrameInspector _frames;
    private readonly BlobInspector _blobs;
    private readonly JournalInspector _journal;

    public Inspector(InspectionWriter writer, bool showRecords)
    {
        _writer = writer;
        _batches = new BatchInspector(writer, _names, showRecords);
        _frames = new FrameInspector(writer, _names, _batches);
        _blobs = new BlobInspector(writer, _names, _batches);
        _journal = new JournalInspector(writer, _frames);
    }

    public static bool IsDataDirectory(string path) =>
        File.Exists(Path.Combine(path, "format")) || Directory.Exists(Path.Combine(path, JournalFiles.Directory));

    public async Task InspectDirectoryAsync(string path, CancellationToken cancel)
    {
        ReadOnlyFileSystem files = new(path);
        InspectFormat(files);
        InspectCatalog(files);
        for (int shard = 0; shard < ShardId.Count; shard++) await InspectShardAsync(files, shard, cancel);
        foreach (string name in files.ListFiles(JournalFiles.Directory).Order(StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            if (!name.EndsWith(JournalFiles.Extension, StringComparison.Ordinal)) continue;
            Present(name, () =>
            {
                using IFile file = files.Open($"{JournalFiles.Directory}/{name}");
                _journal.Inspect(file, $"{JournalFiles.Directory}/{name}");
            });
        }

        _journal.End();
    }

    /// <exception cref="UsageException">The file is none of Weir's.</exception>
    public async Task InspectFileAsync(string path, CancellationToken cancel)
    {
        string name = Path.GetFileName(path);
        using IFile file = ReadOnlyFile.Open(path);
        byte[] head = new byte[8];
        string magic = System.Text.Encoding.Latin1.GetString(head, 0, file.ReadFully(head, 0));
        if (magic.StartsWith(JournalMagic, StringComparison.Ordinal)
            || path.EndsWith(JournalFiles.Extension, StringComparison.Ordinal))
        {
            _journal.Inspect(file, name);
            _journal.End();
        }
        else if (magic.StartsWith(CatalogMagic, StringComparison.Ordinal))
        {
            InspectCatalog(new ReadOnlyFileSystem(Path.GetDirectoryName(Path.GetFullPath(path))!));
        }
        else if (magic.StartsWith(ManifestMagic, StringComparison.Ordinal))
        {
            InspectManifestFile(path);
        }
        else if (magic == SnapshotMagic)
        {
            _blobs.InspectSnapshot(0, ReadAll(file), name);
        }
        else if (BlobInspector.IsSegment(file) || name.EndsWith(".seg", StringComparison.Ordinal))
        {
            await _blobs.InspectSegmentAsync(0, ReadOnlyFile.Open(path), name, null, cancel);
        }
        else
        {
            throw new UsageException($"'{path}' is no journal, segment, snapshot, manifest or catalog of weir");
        }
    }

    public void Dispose() => _batches.Dispose();

    private void InspectFormat(ReadOnlyFileSystem files)
    {
        string? format = files.Exists("format")
            ? System.Text.Encoding.UTF8.GetString(AtomicFile.Read(files, "format")).Trim().ReplaceLineEndings(", ")
            : null;
        _writer.Item(0, "directory", ("path", files.Description), ("format", format));
        try
        {
            if (format is not null) DataDirectory.CheckFormat(files);
            else _writer.Damage(0, "format", "the file is missing");
        }
        catch (StorageFailedException e)
        {
            _writer.Damage(0, "format", e.Message);
        }
    }

    private void InspectCatalog(ReadOnlyFileSystem files)
    {
        Checked(CatalogSnapshot.Path, () =>
        {
            (long lsn, List<CatalogEntry> entries) = CatalogSnapshot.Read(files, CatalogSnapshot.Path);
            _writer.Item(0, "catalog", ("lsn", lsn), ("entries", entries.Count));
            _frames.InspectEntries(1, entries);
        });
        Checked(CatalogSnapshot.CopyPath, () =>
        {
            (long lsn, List<CatalogEntry> entries) = CatalogSnapshot.Read(files, CatalogSnapshot.CopyPath);
            _writer.Item(0, "catalog-copy", ("lsn", lsn), ("entries", entries.Count));
        });
    }

    private async Task InspectShardAsync(ReadOnlyFileSystem files, int shard, CancellationToken cancel)
    {
        if (Checked($"manifest of shard {shard}", () => ManifestFile.Read(files, shard)) is not { } manifest) return;
        if (manifest == ShardManifest.Empty) return;
        WriteManifest(shard, manifest);
        if (manifest.SnapshotKey is { } snapshot)
        {
            Present(snapshot, () =>
            {
                using IFile file = files.Open(EmbeddedBlobStore.PathOf(snapshot));
                _blobs.InspectSnapshot(1, ReadAll(file), snapshot);
            });
        }

        foreach (SegmentEntry segment in manifest.Segments)
        {
            IFile? file = null;
            Present(segment.Key, () => file = files.Open(EmbeddedBlobStore.PathOf(segment.Key)));
            if (file is not null) await _blobs.InspectSegmentAsync(1, file, segment.Key, segment, cancel);
        }
    }

    private void InspectManifestFile(string path)
    {
        string directory = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(path)))!;
        if (!int.TryParse(
                Path.GetFileName(path).Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int shard)
            || !File.Exists(Path.Combine(directory, ManifestFile.Directory, $"shard-{shard:D2}")))
        {
            throw new UsageException($"'{path}' is a manifest outside its place, manifest/shard-NN");
        }

        ReadOnlyFileSystem files = new(directory);
        if (Checked(path, () => ManifestFile.Read(files, shard)) is not { } manifest) return;
        WriteManifest(shard, manifest);
        foreach (SegmentEntry segment in manifest.Segments)
        {
            _writer.Item(
                1,
                "segment",
                ("key", segment.Key),
                ("partition", new PartitionId(segment.Partition).ToString()),
                ("base_offset", segment.BaseOffset),
                ("next_offset", segment.NextOffset),
                ("max_time", Timestamps.Text(segment.MaxTimestamp)),
                ("data_bytes", segment.DataBytes));
        }
    }

    private void WriteManifest(int shard, ShardManifest manifest) =>
        _writer.Item(
            0,
            "manifest",
            ("shard", shard),
            ("checkpoint_lsn", manifest.CheckpointLsn),
            ("snapshot", manifest.SnapshotKey),
            ("segments", manifest.Segments.Count));

    private void Checked(string where, Action read) => Checked(where, () =>
    {
        read();
        return where;
    });

    private T? Checked<T>(string where, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is DamagedDataException or StorageFailedException)
        {
            _writer.Damage(0, where, e.Message);
            return null;
        }
    }

    // A missing blob is damage, unless a broker is at work and has removed it since its manifest was read.
    private void Present(string where, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            _writer.Damage(0, where, "the file is missing (or a running broker has just removed it)");
        }
    }

    private static byte[] ReadAll(IFile file)
    {
        byte[] bytes = new byte[file.Length];
        int read = file.ReadFully(bytes, 0);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
