using System.Buffers.Binary;
using Weir.Storage;
using Weir.Wire;

namespace Weir.Broker.Duplicates;

/// <summary>
/// The ids that came to a queue lately, oldest first. Only events add to it, so replaying them gives it back. Never
/// more than the last event allowed: beyond that the oldest are forgotten. Guarded by the shard's lock.
/// </summary>
internal sealed class RememberedIds
{
    private const int HeadBytes = 12;
    private const int EntryBytes = 8 + RememberEvent.IdBytes;

    private Dictionary<UInt128, long> _cameAt = [];
    private Queue<(UInt128 Id, long AtMs)> _order = new();
    private long _windowMs;

    public int Count => _cameAt.Count;

    public bool Contains(UInt128 id, long nowMs, long windowMs) =>
        _cameAt.TryGetValue(id, out long atMs) && nowMs - atMs < windowMs;

    public void Apply(in RememberEvent came)
    {
        _windowMs = came.WindowMs;
        Expire(came.AtMs);
        for (int i = 0; i < came.Count; i++)
        {
            _cameAt[came[i]] = came.AtMs;
            _order.Enqueue((came[i], came.AtMs));
        }

        while (_order.Count > came.IdsMax) Forget();
    }

    /// <summary>Forgets what no repetition can meet any more.</summary>
    public void Expire(long nowMs)
    {
        while (_order.TryPeek(out (UInt128 Id, long AtMs) oldest) && nowMs - oldest.AtMs >= _windowMs) Forget();
        if (_order.Count > 0 || _order.EnsureCapacity(0) == 0) return;
        _order = new();
        _cameAt = [];
    }

    /// <summary>window i64 | count i32 | each: at i64, id 16 bytes; little-endian.</summary>
    public void Write(PooledBufferWriter writer)
    {
        Span<byte> head = writer.Reserve(HeadBytes);
        BinaryPrimitives.WriteInt64LittleEndian(head, _windowMs);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], _order.Count);
        foreach ((UInt128 id, long atMs) in _order)
        {
            Span<byte> entry = writer.Reserve(EntryBytes);
            BinaryPrimitives.WriteInt64LittleEndian(entry, atMs);
            BinaryPrimitives.WriteUInt128LittleEndian(entry[8..], id);
        }
    }

    public void Read(ref ReadOnlySpan<byte> source)
    {
        int count = source.Length < HeadBytes ? -1 : BinaryPrimitives.ReadInt32LittleEndian(source[8..]);
        if (count < 0 || count > (source.Length - HeadBytes) / EntryBytes)
            throw new DamagedDataException("remembered ids end early");
        _windowMs = BinaryPrimitives.ReadInt64LittleEndian(source);
        source = source[HeadBytes..];
        for (int i = 0; i < count; i++, source = source[EntryBytes..])
        {
            long atMs = BinaryPrimitives.ReadInt64LittleEndian(source);
            UInt128 id = BinaryPrimitives.ReadUInt128LittleEndian(source[8..]);
            _cameAt[id] = atMs;
            _order.Enqueue((id, atMs));
        }
    }

    /// <summary>An id that came again after its window is there twice: only the later one counts.</summary>
    private void Forget()
    {
        (UInt128 id, long atMs) = _order.Dequeue();
        if (_cameAt.TryGetValue(id, out long latest) && latest == atMs) _cameAt.Remove(id);
    }
}
