using System.Buffers.Binary;
using Weir.Storage;

namespace Weir.Broker.Producers;

/// <summary>
/// Hands out producer ids that are never used twice: blocks are taken from the catalog, ids from memory.
/// </summary>
internal sealed class ProducerIds(ICatalog catalog) : IDisposable
{
    private const string Key = "producer-ids";
    private const int BlockSize = 1000;

    private readonly SemaphoreSlim _gate = new(1);
    private long _next;
    private long _end;

    public async ValueTask<long> NextAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            if (_next == _end) await TakeBlockAsync(cancel);
            return _next++;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async ValueTask TakeBlockAsync(CancellationToken cancel)
    {
        while (true)
        {
            CatalogEntry? entry = await catalog.GetAsync(Key, cancel);
            long start = entry?.Value is { } value ? BinaryPrimitives.ReadInt64LittleEndian(value.Span) : 0;
            byte[] end = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(end, start + BlockSize);
            if (!await catalog.PutAsync([new CatalogChange(Key, entry?.Version ?? 0, end)], cancel)) continue;
            (_next, _end) = (start, start + BlockSize);
            return;
        }
    }
}
