namespace Weir.Broker.Routing;

/// <summary>What a <see cref="KeyTable{T}"/> holds: something with a byte key whose hash is worked out once.</summary>
internal class KeyedEntry
{
    /// <summary>Marks a slot whose entry was removed: its hash is one that no key has.</summary>
    public static readonly KeyedEntry Removed = new();

    public KeyedEntry(byte[] key)
    {
        Key = key;
        Hash = KeyHash.Of(key);
    }

    private KeyedEntry() => Key = [];

    public byte[] Key { get; }

    public ulong Hash { get; }
}
