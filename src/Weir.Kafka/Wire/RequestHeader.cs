using System.Text;

namespace Weir.Kafka.Wire;

/// <summary>
/// Stands before every request, after the four bytes of size.
/// <code>
///  0        2            4                 8
///  +--------+------------+-----------------+---------------------------+----------------+
///  | key 2  | version 2  | correlation 4   | client id 2+n (v1+)       | tags 1+ (v2)   |
///  +--------+------------+-----------------+---------------------------+----------------+
/// </code>
/// The client id keeps its classic length even where all else is compact, because a server must find it before it
/// knows the version (KIP-482).
/// </summary>
public readonly record struct RequestHeader(short Key, short Version, int CorrelationId, string? ClientId)
{
    /// <summary>Key, version and correlation id: what can be read before anything is known of the key.</summary>
    public const int PrefixBytes = 8;

    /// <summary>Reads header and, for a key of the catalogue, the tags. An unknown key or version is not an error
    /// here: the caller answers it, and can, because the correlation id is known.</summary>
    /// <param name="reader">Stands at the header; behind it afterwards.</param>
    /// <param name="knownClientId">Taken instead of a new string when the client sends it again, as clients do.</param>
    public static RequestHeader Read(ref KafkaReader reader, string? knownClientId = null)
    {
        var key = reader.ReadInt16();
        var version = reader.ReadInt16();
        var correlationId = reader.ReadInt32();
        var header = new RequestHeader(key, version, correlationId, ReadClientId(ref reader, knownClientId));
        if (!ApiCatalog.TryGet(key, out var entry) || !entry.Covers(version)) return header;
        if (entry.IsFlexible(version)) reader.SkipTags();
        return header;
    }

    public static RequestHeader Read(ref KafkaReader reader, short headerVersion)
    {
        if (headerVersion is < 0 or > 2) throw KafkaReader.VersionUnknown(nameof(RequestHeader), headerVersion);
        var key = reader.ReadInt16();
        var version = reader.ReadInt16();
        var correlationId = reader.ReadInt32();
        var clientId = headerVersion >= 1 ? reader.ReadNullableString(false) : null;
        if (headerVersion >= 2) reader.SkipTags();
        return new RequestHeader(key, version, correlationId, clientId);
    }

    private static string? ReadClientId(ref KafkaReader reader, string? known)
    {
        var ahead = reader;
        if (known is not { Length: > 0 } || !Ascii.Equals(ahead.ReadStringBytes(false), known))
            return reader.ReadNullableString(false);
        reader = ahead;
        return known;
    }

    public void Write(KafkaWriter writer, short headerVersion)
    {
        if (headerVersion is < 0 or > 2) throw KafkaWriter.VersionUnknown(nameof(RequestHeader), headerVersion);
        writer.WriteInt16(Key);
        writer.WriteInt16(Version);
        writer.WriteInt32(CorrelationId);
        if (headerVersion >= 1) writer.WriteNullableString(ClientId, false);
        if (headerVersion >= 2) writer.WriteVarUInt32(0);
    }
}
