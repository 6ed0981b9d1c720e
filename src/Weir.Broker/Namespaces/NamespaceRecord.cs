using Weir.Storage;

namespace Weir.Broker.Namespaces;

/// <summary>
/// A namespace as the catalog keeps it, under <c>namespace/</c> and its escaped name: <c>version u8 = 1 | home u8</c>,
/// the shard of its queues. The default one is there without an entry, at home in shard 0.
/// </summary>
internal static class NamespaceRecord
{
    public const string KeyPrefix = "namespace/";

    private const byte Version = 1;
    private const int Bytes = 2;

    public static string KeyOf(string name) => KeyPrefix + Uri.EscapeDataString(name);

    public static string NameOf(string key) => Uri.UnescapeDataString(key[KeyPrefix.Length..]);

    public static byte[] Encode(ShardId home) => [Version, (byte)home.Value];

    public static ShardId Decode(string key, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Bytes || bytes[0] != Version || bytes[1] >= ShardId.Count)
            throw new DamagedDataException($"catalog entry {key} is not a namespace of format {Version}");
        return new ShardId(bytes[1]);
    }

    /// <summary>
    /// A namespace's part of a catalog key. It never has a slash in it, so that keys of two namespaces never meet; the
    /// default one stands for itself, which no other can.
    /// </summary>
    public static string KeyPart(string ns) =>
        ns == MessageBroker.DefaultNamespace ? ns : ns.Replace("%", "%25").Replace("/", "%2F");
}
