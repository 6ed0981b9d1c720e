using System.Buffers;
using System.IO.Pipelines;
using Weir.Storage.Segments;

namespace Weir.Storage.Logs;

/// <summary>
/// Whole batches of one partition, pinned where they lie (tail chunks or a segment blob) until disposed. Their size is
/// known before a byte is copied, so a length-prefixed response can be written in one pass.
/// </summary>
public sealed class LogSlice : IDisposable
{
    private const int CopyBytesMax = 256 << 10;

    internal static readonly LogSlice Empty = new();

    private SlicePart[] _parts = [];
    private int _count;

    /// <summary>Total size in bytes.</summary>
    public int Bytes { get; private set; }

    /// <summary>True when all of it is in memory, so that <see cref="CopyTo"/> works.</summary>
    public bool InMemory { get; private set; } = true;

    internal void Add(TailChunk chunk, int position, int bytes) => Add(new SlicePart(chunk, null, position, bytes));

    internal void Add(SegmentReader segment, long position, int bytes)
    {
        Add(new SlicePart(null, segment, position, bytes));
        InMemory = false;
    }

    /// <summary>Copies a slice that is <see cref="InMemory"/>.</summary>
    public void CopyTo(IBufferWriter<byte> writer)
    {
        for (int i = 0; i < _count; i++) writer.Write(_parts[i].Memory.Span);
    }

    /// <summary>Copies the bytes into a writer, reading a segment in large pieces straight into its memory.</summary>
    public async ValueTask CopyToAsync(IBufferWriter<byte> writer, CancellationToken cancel)
    {
        for (int i = 0; i < _count; i++)
        {
            for (int done = 0; done < _parts[i].Bytes;) done += await CopyAsync(_parts[i], done, writer, cancel);
        }
    }

    /// <summary>
    /// Sends the bytes, and waits for the receiver whenever <paramref name="flushBytes"/> are not flushed: a slow one
    /// holds the slice, which others share, and no copy of its own.
    /// </summary>
    public async ValueTask SendAsync(PipeWriter output, int flushBytes, CancellationToken cancel)
    {
        for (int i = 0; i < _count; i++)
        {
            for (int done = 0; done < _parts[i].Bytes;)
            {
                done += await CopyAsync(_parts[i], done, output, cancel);
                if (output.UnflushedBytes >= flushBytes) await output.FlushAsync(cancel);
            }
        }
    }

    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
        {
            _parts[i].Chunk?.Release();
            _parts[i].Segment?.Release();
        }

        _count = 0;
    }

    /// <summary>Copies the next piece of a part; gives its size.</summary>
    private static async ValueTask<int> CopyAsync(
        SlicePart part, int done, IBufferWriter<byte> writer, CancellationToken cancel)
    {
        int wanted = Math.Min(part.Bytes - done, CopyBytesMax);
        Memory<byte> memory = writer.GetMemory(wanted)[..wanted];
        if (part.Segment is null) part.Memory.Slice(done, wanted).CopyTo(memory);
        else await part.Segment.ReadExactlyAsync(part.Position + done, memory, cancel);
        writer.Advance(wanted);
        return wanted;
    }

    private void Add(SlicePart part)
    {
        if (_count == _parts.Length) Array.Resize(ref _parts, Math.Max(1, _count * 2));
        _parts[_count++] = part;
        Bytes += part.Bytes;
    }

    private readonly record struct SlicePart(TailChunk? Chunk, SegmentReader? Segment, long Position, int Bytes)
    {
        public ReadOnlyMemory<byte> Memory => Chunk!.Buffer.AsMemory((int)Position, Bytes);
    }
}
