using Weir.Storage.Embedded;
using Weir.Storage.Files;

namespace Weir.Storage.Tests.Contract;

/// <summary>On real files, with journal files so small that a test uses many.</summary>
public sealed class EmbeddedEngineTests : StorageEngineContract
{
    private static readonly EmbeddedOptions Options = new() { JournalFileBytes = 8192 };
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-engine-").FullName;

    protected override async Task<IStorageEngine> OpenAsync() =>
        await EmbeddedEngine.OpenAsync(new PhysicalFileSystem(_directory), Options, CancellationToken.None);

    protected override async Task<IStorageEngine> ReopenAsync(IStorageEngine engine)
    {
        await engine.DisposeAsync();
        return await OpenAsync();
    }

    protected override Task CleanUpAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }
}
