using System.Buffers.Binary;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Segments;

/// <summary>Writes one segment blob: batches as they come, the index and footer at the end.</summary>
internal sealed class SegmentWriter : IAsyncDisposable
{
    private readonly IBlobWriter _blob;
    private readonly List<SegmentBlock> _blocks = [];
    private SegmentBlock _block;
    private SegmentEntry _entry;

    public SegmentWriter(IBlobWriter blob, string key, PartitionId partition)
    {
        _blob = blob;
        _entry = new SegmentEntry(partition.Value, -1, -1, -1, 0, key);
    }

    public long DataBytes => _entry.DataBytes;

    /// <summary>Appends whole batches, in offset order.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> batches, CancellationToken cancel)
    {
        Index(batches.Span);
        await _blob.WriteAsync(batches, cancel);
    }

    /// <summary>The blob, for who completes several at once.</summary>
    public IBlobWriter Blob => _blob;

    /// <summary>
    /// Finishes the blob. <paramref name="baseOffset"/> and <paramref name="nextOffset"/> say which offsets it answers
    /// for, which after compaction is more than its batches hold.
    /// </summary>
    public async ValueTask<SegmentEntry> CompleteAsync(long baseOffset, long nextOffset, CancellationToken cancel)
    {
        SegmentEntry entry = await EndAsync(baseOffset, nextOffset, cancel);
        await _blob.CompleteAsync(cancel);
        return entry;
    }

    /// <summary>As <see cref="CompleteAsync"/>, but the blob has yet to be completed.</summary>
    public async ValueTask<SegmentEntry> EndAsync(long baseOffset, long nextOffset, CancellationToken cancel)
    {
        EndBlock();
        _entry = _entry with { BaseOffset = baseOffset, NextOffset = nextOffset };
        byte[] end = new byte[(_blocks.Count * SegmentLayout.BlockEntryBytes) + SegmentLayout.FooterBytes];
        WriteEnd(end);
        await _blob.WriteAsync(end, cancel);
        return _entry;
    }

    public ValueTask DisposeAsync() => _blob.DisposeAsync();

    private void Index(ReadOnlySpan<byte> batches)
    {
        while (!batches.IsEmpty)
        {
            if (!RecordBatchHeader.TryRead(batches, out RecordBatchHeader header)
                || !header.FitsIn(batches.Length))
                throw new DamagedDataException($"partition {_entry.Partition}: a batch does not fit its run");
            int bytes = (int)header.SizeBytes;
            if (_block.Bytes == 0) _block = new SegmentBlock(header.BaseOffset, _entry.DataBytes, -1, 0, 0);
            _block = _block with
            {
                Bytes = _block.Bytes + (uint)bytes,
                Crc = Crc32C.Append(_block.Crc, batches[..bytes]),
                MaxTimestamp = Math.Max(_block.MaxTimestamp, header.MaxTimestamp),
            };
            _entry = _entry with { DataBytes = _entry.DataBytes + bytes };
            if (_block.Bytes >= SegmentLayout.BlockBytesMin) EndBlock();
            batches = batches[bytes..];
        }
    }

    private void EndBlock()
    {
        if (_block.Bytes == 0) return;
        _blocks.Add(_block);
        _entry = _entry with { MaxTimestamp = Math.Max(_entry.MaxTimestamp, _block.MaxTimestamp) };
        _block = default;
    }

    private void WriteEnd(Span<byte> end)
    {
        Span<byte> index = end[..^SegmentLayout.FooterBytes];
        for (int i = 0; i < _blocks.Count; i++)
        {
            Span<byte> entry = index.Slice(i * SegmentLayout.BlockEntryBytes, SegmentLayout.BlockEntryBytes);
            BinaryPrimitives.WriteInt64LittleEndian(entry, _blocks[i].BaseOffset);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], _blocks[i].Position);
            BinaryPrimitives.WriteInt64LittleEndian(entry[16..], _blocks[i].MaxTimestamp);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[24..], _blocks[i].Bytes);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[28..], _blocks[i].Crc);
        }

        Span<byte> footer = end[^SegmentLayout.FooterBytes..];
        BinaryPrimitives.WriteUInt64LittleEndian(footer, SegmentLayout.Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(footer[8..], SegmentLayout.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(footer[12..], (uint)_blocks.Count);
        BinaryPrimitives.WriteInt64LittleEndian(footer[16..], _entry.Partition);
        BinaryPrimitives.WriteInt64LittleEndian(footer[24..], _entry.DataBytes);
        BinaryPrimitives.WriteInt64LittleEndian(footer[32..], _entry.BaseOffset);
        BinaryPrimitives.WriteInt64LittleEndian(footer[40..], _entry.NextOffset);
        BinaryPrimitives.WriteInt64LittleEndian(footer[48..], _entry.MaxTimestamp);
        BinaryPrimitives.WriteUInt32LittleEndian(footer[56..], Crc32C.Compute(index));
        BinaryPrimitives.WriteUInt32LittleEndian(footer[60..], Crc32C.Compute(footer[..60]));
    }
}
