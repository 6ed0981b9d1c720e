using Weir.Storage.Memory;

namespace Weir.Storage.Tests.Contract;

public sealed class MemoryEngineTests : StorageEngineContract
{
    protected override Task<IStorageEngine> OpenAsync() => Task.FromResult<IStorageEngine>(new MemoryEngine());

    protected override Task<IStorageEngine> ReopenAsync(IStorageEngine engine) =>
        Task.FromResult<IStorageEngine>(((MemoryEngine)engine).Crash());
}
