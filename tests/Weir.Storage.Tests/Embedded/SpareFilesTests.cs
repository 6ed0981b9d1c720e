using Weir.Storage.Embedded;
using Weir.Storage.Files;
using Weir.Testing.Files;

namespace Weir.Storage.Tests.Embedded;

/// <summary>Freed journal files are written again, as many as a busy journal needs and the disk has room for.</summary>
public sealed class SpareFilesTests
{
    private const int FileBytes = 4096;
    private const int Kept = 8;
    private const int PreparedAhead = 2;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ShardId A = new(1);

    private readonly FaultyFileSystem _files = new(seed: 5);
    private Fence _fence;
    private long _lsn;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(Kept)]
    public async Task A_busy_journal_goes_round_in_the_files_it_has(int filesPerCheckpoint)
    {
        await using EmbeddedEngine engine = await OpenAsync();
        for (int round = 0; round < 2; round++) await WriteAndFreeAsync(engine, filesPerCheckpoint);
        int created = 0;
        int renamed = 0;
        _files.BeforeOperation = operation =>
        {
            if (!operation.Path.StartsWith("journal/", StringComparison.Ordinal)) return;
            if (operation.Kind is FileOperationKind.Create or FileOperationKind.Delete) created++;
            if (operation.Kind == FileOperationKind.Rename) renamed++;
        };
        for (int round = 0; round < 5; round++) await WriteAndFreeAsync(engine, filesPerCheckpoint);
        _files.BeforeOperation = null;
        Assert.Equal(0, created);
        Assert.True(renamed >= 5 * filesPerCheckpoint, $"{renamed} renamed");
    }

    [Fact]
    public async Task More_than_that_is_not_kept()
    {
        await using EmbeddedEngine engine = await OpenAsync();
        await WriteAndFreeAsync(engine, 3 * Kept);
        Assert.Equal(Kept, Spares);
    }

    [Fact]
    public async Task On_a_disk_with_little_room_only_those_are_kept_that_would_be_filled()
    {
        await using EmbeddedEngine engine = await OpenAsync();
        await WriteAsync(engine, Kept);
        JournalProbe.SetFree(_files, (2 * Kept * FileBytes) - 1);
        await FreeAsync(engine);
        Assert.Equal(PreparedAhead, Spares);
    }

    [Fact]
    public async Task When_the_disk_gets_short_they_go_with_the_next_checkpoint()
    {
        await using EmbeddedEngine engine = await OpenAsync();
        await WriteAndFreeAsync(engine, Kept + 1);
        Assert.Equal(Kept, Spares);
        JournalProbe.SetFree(_files, FileBytes);
        await FreeAsync(engine);
        Assert.Equal(PreparedAhead, Spares);
        Assert.Equal(FileBytes + ((Kept - PreparedAhead) * FileBytes), _files.FreeBytes);
    }

    [Fact]
    public async Task The_next_start_takes_them_over()
    {
        await using (EmbeddedEngine engine = await OpenAsync()) await WriteAndFreeAsync(engine, Kept + 1);
        IReadOnlyList<string> before = SparePaths;
        Assert.Equal(Kept, before.Count);
        await using EmbeddedEngine next = await OpenAsync();
        Assert.Equal(before, SparePaths);
        await WriteAndFreeAsync(next, 3);
        Assert.Equal(Kept, Spares);
    }

    [Fact]
    public async Task A_file_for_a_large_frame_is_not_kept()
    {
        await using EmbeddedEngine engine = await OpenAsync();
        await AppendAsync(engine, FileBytes / 2);
        await AppendAsync(engine, 3 * FileBytes);
        await WriteAndFreeAsync(engine, 1);
        Assert.NotEmpty(SparePaths);
        Assert.All(SparePaths, path => Assert.Equal(FileBytes, Length(path)));
    }

    private IReadOnlyList<string> SparePaths =>
        [.. _files.ListFiles("journal").Where(static n => n.EndsWith(".free", StringComparison.Ordinal))];

    private int Spares => SparePaths.Count;

    private long Length(string name)
    {
        using IFile file = _files.Open("journal/" + name);
        return file.Length;
    }

    private async Task<EmbeddedEngine> OpenAsync()
    {
        EmbeddedEngine engine = await EmbeddedEngine.OpenAsync(
            _files,
            new EmbeddedOptions
            {
                JournalFileBytes = FileBytes,
                SpareFiles = PreparedAhead,
                SpareFilesMax = Kept,
                PrepareAhead = false,
                CatalogSnapshotBytes = 0,
            },
            None);
        _files.CapacityBytes = 1 << 20;
        _fence = await JournalProbe.ClaimAsync(engine, A);
        return engine;
    }

    private async Task WriteAndFreeAsync(EmbeddedEngine engine, int files)
    {
        await WriteAsync(engine, files);
        await FreeAsync(engine);
    }

    /// <summary>As many files as that, and a part of one more.</summary>
    private async Task WriteAsync(EmbeddedEngine engine, int files)
    {
        for (int i = 0; i < files; i++) await AppendAsync(engine, FileBytes / 2);
    }

    private async Task AppendAsync(EmbeddedEngine engine, int bytes) =>
        Assert.Equal(Commit.Done, await JournalProbe.Append(engine, _fence, ++_lsn, bytes));

    private async Task FreeAsync(EmbeddedEngine engine)
    {
        var edit = new ManifestEdit(_lsn, null, [], []);
        Assert.Equal(Commit.Done, await engine.Manifest.CommitAsync(_fence, edit, None));
    }
}
