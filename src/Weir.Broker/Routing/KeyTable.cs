using System.Runtime.CompilerServices;

namespace Weir.Broker.Routing;

/// <summary>
/// A hash table by byte key for many readers and one writer at a time. Readers take no lock and see every entry that
/// was added before they began and not removed since: a slot only ever goes from empty to an entry to removed, and a
/// table that is too full is replaced as a whole. Small when it holds little, since a topic trie has one per node.
/// </summary>
internal sealed class KeyTable<T>
    where T : KeyedEntry
{
    private const int FirstSlots = 4;

    private KeyedEntry?[] _slots = new KeyedEntry?[FirstSlots];
    private int _used;

    public int Count { get; private set; }

    public T? Find(ReadOnlySpan<byte> key) => Find(key, KeyHash.Of(key));

    public T? Find(ReadOnlySpan<byte> key, ulong hash)
    {
        KeyedEntry?[] slots = Volatile.Read(ref _slots);
        int mask = slots.Length - 1;
        for (int i = (int)hash & mask; ; i = (i + 1) & mask)
        {
            KeyedEntry? entry = Volatile.Read(ref slots[i]);
            if (entry is null) return null;
            if (entry.Hash == hash && key.SequenceEqual(entry.Key)) return Unsafe.As<T>(entry);
        }
    }

    /// <summary>Adds an entry whose key the table does not have.</summary>
    public void Add(T entry)
    {
        // At most three slots of four are in use, so that every search meets an empty one.
        if ((_used + 1) * 4 > _slots.Length * 3) Rebuild();
        Put(_slots, entry);
        _used++;
        Count++;
    }

    public void Remove(T entry)
    {
        int mask = _slots.Length - 1;
        for (int i = (int)entry.Hash & mask; _slots[i] is { } found; i = (i + 1) & mask)
        {
            if (!ReferenceEquals(found, entry)) continue;
            Volatile.Write(ref _slots[i], KeyedEntry.Removed);
            Count--;
            return;
        }
    }

    /// <summary>For the writer, or for a reader that can bear missing what changes meanwhile.</summary>
    public IEnumerable<T> All() =>
        Volatile.Read(ref _slots).Where(e => e is not null && !ReferenceEquals(e, KeyedEntry.Removed)).Cast<T>();

    private static void Put(KeyedEntry?[] slots, KeyedEntry entry)
    {
        int mask = slots.Length - 1;
        int i = (int)entry.Hash & mask;
        while (slots[i] is not null) i = (i + 1) & mask;
        Volatile.Write(ref slots[i], entry);
    }

    private void Rebuild()
    {
        int slotCount = FirstSlots;
        while (slotCount < (Count + 1) * 2) slotCount *= 2;
        var slots = new KeyedEntry?[slotCount];
        foreach (T entry in All()) Put(slots, entry);
        _used = Count;
        Volatile.Write(ref _slots, slots);
    }
}
