using Weir.Storage.Segments;
using Weir.Wire;

namespace Weir.Storage.Compaction;

/// <summary>
/// Reads a run of segments block by block, each verified, past the cache: a rewrite must not push out what consumers
/// use. The current block is valid until the next one is asked for.
/// </summary>
internal sealed class SegmentSource(IBlobStore blobs, IReadOnlyList<SegmentEntry> segments) : IDisposable
{
    private readonly PooledBufferWriter _buffer = new();
    private SegmentReader? _reader;
    private int _segment = -1;
    private int _block;

    public ReadOnlyMemory<byte> Block => _buffer.WrittenMemory;

    public bool IsLastBlock => _segment == segments.Count - 1 && _block == _reader!.Blocks.Count;

    public async ValueTask<bool> MoveNextAsync(CancellationToken cancel)
    {
        while (_reader is null || _block == _reader.Blocks.Count)
        {
            if (_segment == segments.Count - 1) return false;
            _reader?.Release();
            _reader = null;
            _reader = await SegmentReader.OpenAsync(blobs, segments[++_segment], cancel);
            _block = 0;
        }

        _buffer.Clear();
        int bytes = (int)_reader.Blocks[_block].Bytes;
        await _reader.ReadBlockAsync(_block, _buffer.GetMemory(bytes)[..bytes], cancel);
        _buffer.Advance(bytes);
        _block++;
        return true;
    }

    public void Dispose()
    {
        _reader?.Release();
        _buffer.Dispose();
    }
}
