using Weir.Storage.Embedded;
using Weir.Testing.Files;

namespace Weir.Storage.Tests.Contract;

/// <summary>On the faulty file layer with no fault but short reads; a reopen is a power loss that keeps only what was synced.</summary>
public sealed class EmbeddedEngineOnFaultyFilesTests : StorageEngineContract
{
    private FaultyFileSystem _files = new(seed: 1) { HasShortReads = true };

    protected override async Task<IStorageEngine> OpenAsync() =>
        await EmbeddedEngine.OpenAsync(_files, new EmbeddedOptions { JournalFileBytes = 8192 }, CancellationToken.None);

    protected override async Task<IStorageEngine> ReopenAsync(IStorageEngine engine)
    {
        await engine.DisposeAsync();
        _files = _files.CrashImage(seed: 2, CrashKeeps.Nothing);
        return await OpenAsync();
    }
}
