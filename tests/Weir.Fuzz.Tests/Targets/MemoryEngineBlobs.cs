using Weir.Storage;
using Weir.Storage.Memory;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>The memory engine's blobs, without waiting: they answer at once.</summary>
internal sealed class MemoryEngineBlobs : IDisposable
{
    private readonly MemoryEngine _engine = new();

    public IBlobWriter Create(string key) =>
        _engine.Blobs.CreateAsync(key, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public byte[] Read(string key)
    {
        using IBlob blob = _engine.Blobs.OpenAsync(key, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        byte[] bytes = new byte[blob.Length];
        blob.ReadAsync(0, bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return bytes;
    }

    public void Dispose() => _engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
