using System.Buffers;
using System.Buffers.Binary;

namespace Weir.Storage.Logs;

/// <summary>
/// Collects one frame: events as bytes of its own, batches as references into tails. Two of them per shard take turns,
/// one filling while the other is being written; both are reused, so a frame allocates nothing once they have grown.
/// </summary>
internal sealed class FrameBuilder
{
    /// <summary>Buffers that one burst made larger than this are not kept.</summary>
    private const int RetainedBytesMax = 1 << 20;

    private readonly List<FrameSegment> _segments = [];
    private byte[] _events = new byte[512];
    private byte[] _headers = new byte[256];
    private int _eventBytes;
    private int _headerBytes;
    private int _used;

    public bool HasEvents => _eventBytes > 0;

    public bool IsEmpty => _eventBytes == 0 && _used == 0;

    public void AddEvent(ushort kind, ReadOnlySpan<byte> payload)
    {
        Span<byte> entry = Grow(FrameLayout.EventHeaderBytes + payload.Length);
        entry[0] = FrameLayout.Event;
        entry[1] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], kind);
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], payload.Length);
        payload.CopyTo(entry[FrameLayout.EventHeaderBytes..]);
    }

    public void AddTrim(PartitionId partition, long startOffset)
    {
        Span<byte> entry = Grow(FrameLayout.TrimBytes);
        entry.Clear();
        entry[0] = FrameLayout.Trim;
        BinaryPrimitives.WriteInt64LittleEndian(entry[8..], partition.Value);
        BinaryPrimitives.WriteInt64LittleEndian(entry[16..], startOffset);
    }

    /// <summary>
    /// Room for all section headers; before it is known, growing would move headers already referenced.
    /// </summary>
    public void BeginSections(int count)
    {
        int bytes = count * FrameLayout.BatchesHeaderBytes;
        if (_headers.Length < bytes) _headers = new byte[bytes * 2];
    }

    public void AddSection(PartitionId partition, int bytes)
    {
        Span<byte> header = _headers.AsSpan(_headerBytes, FrameLayout.BatchesHeaderBytes);
        header.Clear();
        header[0] = FrameLayout.Batches;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], bytes);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], partition.Value);
        AddMemory(_headers.AsMemory(_headerBytes, FrameLayout.BatchesHeaderBytes));
        _headerBytes += FrameLayout.BatchesHeaderBytes;
    }

    public void AddMemory(ReadOnlyMemory<byte> memory)
    {
        if (_used == _segments.Count) _segments.Add(new FrameSegment());
        _segments[_used].Set(memory, _used == 0 ? null : _segments[_used - 1]);
        _used++;
    }

    public ReadOnlySequence<byte> Build()
    {
        if (_eventBytes > 0) AddMemory(_events.AsMemory(0, _eventBytes));
        FrameSegment last = _segments[_used - 1];
        return new ReadOnlySequence<byte>(_segments[0], 0, last, last.Memory.Length);
    }

    public void Clear()
    {
        for (int i = 0; i < _used; i++) _segments[i].Release();
        _used = 0;
        _headerBytes = 0;
        _eventBytes = 0;
        if (_events.Length > RetainedBytesMax) _events = new byte[512];
        if (_headers.Length > RetainedBytesMax) _headers = new byte[256];
    }

    private Span<byte> Grow(int bytes)
    {
        if (_eventBytes + bytes > _events.Length)
            Array.Resize(ref _events, Math.Max(_events.Length * 2, _eventBytes + bytes));
        Span<byte> entry = _events.AsSpan(_eventBytes, bytes);
        _eventBytes += bytes;
        return entry;
    }
}
