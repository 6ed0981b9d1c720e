using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Weir.Storage.Compaction;

/// <summary>
/// The newest offset of each key, in bounded memory: 24 bytes a slot whatever the key's length. Keys are known by the
/// first 128 bits of their SHA-256: two keys that met there would lose one's record, and that takes 2^64 keys, by
/// accident or by intent. Open addressing, at most three quarters full. It grows fourfold, so that while it does the
/// old and the new table together stay near the limit.
/// </summary>
internal sealed class KeyMap
{
    private const int SlotBytes = 24;
    private const int FirstSlots = 1 << 10;

    private readonly int _slotsMax;
    private Slot[] _slots;

    public KeyMap(long bytesMax)
    {
        _slotsMax = FirstSlots;
        while (_slotsMax < 1 << 28 && _slotsMax * 4L * SlotBytes <= bytesMax) _slotsMax *= 4;
        _slots = new Slot[FirstSlots];
    }

    public int Count { get; private set; }

    public int Capacity => _slotsMax / 4 * 3;

    /// <summary>Notes that a key's newest record is at <paramref name="offset"/>; false when a new key finds no room.</summary>
    public bool TryPut(ReadOnlySpan<byte> key, long offset)
    {
        UInt128 hash = Hash(key);
        int at = Locate(_slots, hash);
        if (!_slots[at].IsUsed)
        {
            if (Count == Capacity) return false;
            if (Count == _slots.Length / 4 * 3) at = Locate(Grow(), hash);
            Count++;
        }

        _slots[at] = new Slot(hash, offset);
        return true;
    }

    /// <summary>The newest offset of a key, or -1.</summary>
    public long Find(ReadOnlySpan<byte> key)
    {
        Slot slot = _slots[Locate(_slots, Hash(key))];
        return slot.IsUsed ? slot.Offset : -1;
    }

    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    private Slot[] Grow()
    {
        var larger = new Slot[Math.Min(_slots.Length * 4, _slotsMax)];
        foreach (Slot slot in _slots)
            if (slot.IsUsed) larger[Locate(larger, slot.Hash)] = slot;
        return _slots = larger;
    }

    /// <summary>The slot of a hash, or the free one where it belongs.</summary>
    private static int Locate(Slot[] slots, UInt128 hash)
    {
        int mask = slots.Length - 1;
        int at = (int)(uint)hash & mask;
        while (slots[at].IsUsed && slots[at].Hash != hash) at = (at + 1) & mask;
        return at;
    }

    private static UInt128 Hash(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return new UInt128(
            BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }

    /// <summary>Halves instead of one UInt128, whose alignment would cost 8 bytes; offsets are kept plus 1.</summary>
    private readonly struct Slot(UInt128 hash, long offset)
    {
        private readonly ulong _upper = (ulong)(hash >> 64);
        private readonly ulong _lower = (ulong)hash;
        private readonly long _offsetPlus1 = offset + 1;

        public bool IsUsed => _offsetPlus1 != 0;

        public UInt128 Hash => new(_upper, _lower);

        public long Offset => _offsetPlus1 - 1;
    }
}
