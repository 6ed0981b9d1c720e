using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Segments;

/// <summary>
/// An open segment: its blob and its index. A block's checksum is verified the first time this reader touches it, so
/// wrong bytes are never served and a hot segment pays once. Reference counted: the cache holds one reference, each
/// slice another.
/// </summary>
internal sealed class SegmentReader
{
    private readonly SegmentEntry _entry;
    private readonly IBlob _blob;
    private readonly SegmentBlock[] _blocks;
    private readonly int[] _verified;
    private int _references = 1;
    private ReadHint? _hint;

    private SegmentReader(SegmentEntry entry, IBlob blob, SegmentBlock[] blocks)
    {
        _entry = entry;
        _blob = blob;
        _blocks = blocks;
        _verified = new int[blocks.Length];
    }

    public IReadOnlyList<SegmentBlock> Blocks => _blocks;

    public static async ValueTask<SegmentReader> OpenAsync(
        IBlobStore blobs, SegmentEntry entry, CancellationToken cancel) =>
        await OpenAsync(await blobs.OpenAsync(entry.Key, cancel), entry, cancel);

    /// <summary>Takes over the blob, also when it throws.</summary>
    public static async ValueTask<SegmentReader> OpenAsync(IBlob blob, SegmentEntry entry, CancellationToken cancel)
    {
        try
        {
            return new SegmentReader(entry, blob, await ReadIndexAsync(blob, entry, cancel));
        }
        catch
        {
            blob.Dispose();
            throw;
        }
    }

    /// <summary>False when the last reference has gone already.</summary>
    public bool TryAddReference()
    {
        int now = Volatile.Read(ref _references);
        while (now > 0)
        {
            int seen = Interlocked.CompareExchange(ref _references, now + 1, now);
            if (seen == now) return true;
            now = seen;
        }

        return false;
    }

    public void Release()
    {
        int left = Interlocked.Decrement(ref _references);
        Debug.Assert(left >= 0);
        if (left == 0) _blob.Dispose();
    }

    /// <summary>See <see cref="PartitionLog.ReadAsync"/>. The slice takes a reference of its own.</summary>
    public async ValueTask<LogSlice> ReadAsync(
        long offset, int maxBytes, long endOffset, bool atLeastOne, CancellationToken cancel)
    {
        ReadHint? hint = Volatile.Read(ref _hint);
        long start = hint?.Offset == offset ? hint.Position : await PositionOfAsync(offset, cancel);
        if (start >= _entry.DataBytes) return LogSlice.Empty;
        long limit = endOffset >= _entry.NextOffset ? _entry.DataBytes : await PositionOfAsync(endOffset, cancel);
        (long end, long next) =
            await EndAsync(start, Math.Min(limit, start + Math.Max(0, maxBytes)), limit, atLeastOne, cancel);
        if (end <= start) return LogSlice.Empty;
        await VerifyAsync(start, end, cancel);
        if (next >= 0) Volatile.Write(ref _hint, new ReadHint(next, end));
        var slice = new LogSlice();
        Interlocked.Increment(ref _references);
        slice.Add(this, start, checked((int)(end - start)));
        return slice;
    }

    public async ValueTask ReadExactlyAsync(long position, Memory<byte> destination, CancellationToken cancel)
    {
        int read = await _blob.ReadAsync(position, destination, cancel);
        if (read < destination.Length)
            throw new DamagedDataException($"segment {_entry.Key} ends at byte {position + read}, inside its data");
    }

    /// <summary>Position of the batch that holds <paramref name="offset"/> or, in a gap, of the next one.</summary>
    public async ValueTask<long> PositionOfAsync(long offset, CancellationToken cancel)
    {
        int index = BlockOf(offset);
        if (index < 0) return 0;
        SegmentBlock block = _blocks[index];
        if (block.BaseOffset == offset) return block.Position;
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)block.Bytes);
        try
        {
            await ReadBlockAsync(index, buffer.AsMemory(0, (int)block.Bytes), cancel);
            int position = 0;
            while (position < block.Bytes)
            {
                RecordBatchHeader header = ReadHeader(buffer.AsSpan(position, (int)block.Bytes - position));
                if (header.NextOffset > offset) break;
                position += (int)header.SizeBytes;
            }

            return block.Position + position;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads one whole block, verified.</summary>
    public async ValueTask ReadBlockAsync(int index, Memory<byte> destination, CancellationToken cancel)
    {
        SegmentBlock block = _blocks[index];
        await ReadExactlyAsync(block.Position, destination, cancel);
        if (Crc32C.Compute(destination.Span) != block.Crc)
        {
            throw new DamagedDataException(
                $"partition {new PartitionId(_entry.Partition)}: segment {_entry.Key} is damaged at bytes " +
                $"{block.Position} to {block.Position + block.Bytes}, from offset {block.BaseOffset}");
        }

        Volatile.Write(ref _verified[index], 1);
    }

    /// <summary>
    /// The largest batch boundary up to <paramref name="limit"/>, and the offset there (-1: not known).
    /// </summary>
    private async ValueTask<(long Position, long Offset)> EndAsync(
        long start, long limit, long hardLimit, bool atLeastOne, CancellationToken cancel)
    {
        if (limit >= _entry.DataBytes) return (_entry.DataBytes, _entry.NextOffset);
        int index = BlockAt(limit);
        SegmentBlock block = _blocks[index];
        if (block.Position == limit && limit > start) return (limit, block.BaseOffset);
        if (block.Position > start) return (block.Position, block.BaseOffset);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)block.Bytes);
        try
        {
            await ReadBlockAsync(index, buffer.AsMemory(0, (int)block.Bytes), cancel);
            long position = start;
            long next = -1;
            while (position < hardLimit && position < block.Position + block.Bytes)
            {
                int at = (int)(position - block.Position);
                RecordBatchHeader header = ReadHeader(buffer.AsSpan(at, (int)block.Bytes - at));
                bool fits = position + header.SizeBytes <= limit || (atLeastOne && position == start);
                if (!fits) break;
                position += header.SizeBytes;
                next = header.NextOffset;
            }

            return (position, next);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask VerifyAsync(long start, long end, CancellationToken cancel)
    {
        for (int i = BlockAt(start); i < _blocks.Length && _blocks[i].Position < end; i++)
        {
            if (Volatile.Read(ref _verified[i]) == 1) continue;
            byte[] buffer = ArrayPool<byte>.Shared.Rent((int)_blocks[i].Bytes);
            try
            {
                await ReadBlockAsync(i, buffer.AsMemory(0, (int)_blocks[i].Bytes), cancel);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private int BlockOf(long offset)
    {
        int low = 0, high = _blocks.Length - 1;
        if (high < 0 || _blocks[0].BaseOffset > offset) return -1;
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            if (_blocks[middle].BaseOffset <= offset) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private int BlockAt(long position)
    {
        int low = 0, high = _blocks.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            if (_blocks[middle].Position <= position) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private RecordBatchHeader ReadHeader(ReadOnlySpan<byte> bytes)
    {
        if (RecordBatchHeader.TryRead(bytes, out RecordBatchHeader header) &&
            header.SizeBytes <= bytes.Length && header.SizeBytes >= RecordBatchHeader.Bytes)
            return header;
        throw new DamagedDataException($"segment {_entry.Key} holds a batch that does not fit its block");
    }

    private static async ValueTask<SegmentBlock[]> ReadIndexAsync(
        IBlob blob, SegmentEntry entry, CancellationToken cancel)
    {
        byte[] footer = new byte[SegmentLayout.FooterBytes];
        long footerAt = blob.Length - footer.Length;
        if (footerAt < 0 || await blob.ReadAsync(footerAt, footer, cancel) < footer.Length)
            throw new DamagedDataException($"segment {entry.Key} has {blob.Length} bytes: too few for a footer");
        uint count = CheckFooter(footer, entry, footerAt);
        byte[] index = new byte[count * (long)SegmentLayout.BlockEntryBytes];
        if (await blob.ReadAsync(entry.DataBytes, index, cancel) < index.Length ||
            Crc32C.Compute(index) != BinaryPrimitives.ReadUInt32LittleEndian(footer.AsSpan(56)))
            throw new DamagedDataException($"segment {entry.Key}: its index fails its checksum");
        var blocks = new SegmentBlock[count];
        long position = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> at = index.AsSpan(i * SegmentLayout.BlockEntryBytes);
            blocks[i] = new SegmentBlock(
                BinaryPrimitives.ReadInt64LittleEndian(at),
                BinaryPrimitives.ReadInt64LittleEndian(at[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(at[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(at[24..]),
                BinaryPrimitives.ReadUInt32LittleEndian(at[28..]));

            // The checksums prove what was written, not that it makes sense: reads lean on blocks without gaps.
            bool follows = blocks[i].Position == position && blocks[i].Bytes <= (ulong)(entry.DataBytes - position)
                && (i == 0 || blocks[i].BaseOffset > blocks[i - 1].BaseOffset);
            if (!follows) throw new DamagedDataException($"segment {entry.Key}: block {i} of its index is misplaced");
            position += blocks[i].Bytes;
        }

        if (position != entry.DataBytes)
            throw new DamagedDataException($"segment {entry.Key}: its index does not cover its data");
        return blocks;
    }

    private static uint CheckFooter(ReadOnlySpan<byte> footer, SegmentEntry entry, long footerAt)
    {
        SegmentEntry found = SegmentFooter.Read(footer, entry.Key, out uint count);
        if (found.Partition != entry.Partition || found.DataBytes != entry.DataBytes || found.DataBytes < 0 ||
            entry.DataBytes + (count * (long)SegmentLayout.BlockEntryBytes) != footerAt)
            throw new DamagedDataException($"segment {entry.Key} is not the one that the manifest names");
        return count;
    }

    private sealed record ReadHint(long Offset, long Position);
}
