using System.Security.Cryptography;
using System.Text;
using Weir.Broker.Topics;

namespace Weir.Broker.Routing;

/// <summary>
/// A rule of an exchange: what matches goes to the destination. Two bindings are the same when source, destination,
/// routing key and arguments are. In the catalog, integers little-endian and lengths as varints:
/// <code>
/// version u8 = 1 | destination kind u8 | namespace str | source str | destination str | topic id 16 bytes
/// routing key bytes | arguments
/// </code>
/// The topic id (zero for an exchange) tells a queue from an earlier one of the same name.
/// </summary>
public sealed class Binding : IEquatable<Binding>
{
    internal const string KeyPrefix = "binding/";

    private const byte FormatVersion = 1;

    private readonly int _hash;

    internal Binding(
        string ns,
        string source,
        DestinationKind destinationKind,
        string destinationName,
        ReadOnlyMemory<byte> routingKey,
        Arguments arguments)
    {
        Namespace = ns;
        Source = source;
        DestinationKind = destinationKind;
        DestinationName = destinationName;
        RoutingKey = routingKey;
        Arguments = arguments;
        _hash = HashCode.Combine(source, destinationKind, destinationName, KeyHash.Of(routingKey.Span), arguments);
    }

    public string Namespace { get; }

    /// <summary>The name of the exchange that the binding belongs to.</summary>
    public string Source { get; }

    public DestinationKind DestinationKind { get; }

    public string DestinationName { get; }

    public ReadOnlyMemory<byte> RoutingKey { get; }

    public Arguments Arguments { get; }

    /// <summary>Kept over a restart: source and destination are durable.</summary>
    public bool IsDurable { get; internal set; }

    /// <summary>The queue or stream topic; null when the destination is an exchange.</summary>
    public Topic? Queue { get; internal set; }

    /// <summary>Null when the destination is a queue.</summary>
    public Exchange? Exchange { get; internal set; }

    internal Guid TopicId { get; set; }

    internal object Destination => (object?)Queue ?? Exchange!;

    /// <summary>Names may hold any character and keys any byte, so the last part is a digest of all that makes it one.</summary>
    internal string CatalogKey
    {
        get
        {
            string digest = Convert.ToHexStringLower(SHA256.HashData(Encode(Guid.Empty)).AsSpan(0, 16));
            return $"{KeyPrefix}{Uri.EscapeDataString(Namespace)}/{Uri.EscapeDataString(Source)}/{digest}";
        }
    }

    public bool Equals(Binding? other) =>
        ReferenceEquals(this, other)
        || (other is not null && other._hash == _hash && other.DestinationKind == DestinationKind
            && other.Namespace == Namespace && other.Source == Source && other.DestinationName == DestinationName
            && other.RoutingKey.Span.SequenceEqual(RoutingKey.Span) && other.Arguments.Equals(Arguments));

    public override bool Equals(object? obj) => Equals(obj as Binding);

    public override int GetHashCode() => _hash;

    public override string ToString() =>
        $"{Source} -> {DestinationKind} {DestinationName} by '{Encoding.UTF8.GetString(RoutingKey.Span)}' {Arguments}";

    internal byte[] Encode() => Encode(TopicId);

    internal static Binding Decode(string key, ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader($"catalog entry {key}", bytes);
        reader.Version(FormatVersion);
        var kind = (DestinationKind)reader.Byte();
        if (!Enum.IsDefined(kind)) throw new Storage.DamagedDataException($"{reader.Name} has kind {(byte)kind}");
        string ns = reader.Text();
        string source = reader.Text();
        string destination = reader.Text();
        Guid topicId = reader.Guid();
        byte[] routingKey = reader.Bytes().ToArray();
        Arguments arguments = ArgumentCodec.Read(ref reader);
        reader.End();
        return new Binding(ns, source, kind, destination, routingKey, arguments) { TopicId = topicId, IsDurable = true };
    }

    private byte[] Encode(Guid topicId)
    {
        using var writer = new RecordWriter();
        writer.Byte(FormatVersion);
        writer.Byte((byte)DestinationKind);
        writer.Text(Namespace);
        writer.Text(Source);
        writer.Text(DestinationName);
        writer.Guid(topicId);
        writer.Bytes(RoutingKey.Span);
        ArgumentCodec.Write(writer, Arguments);
        return writer.ToArray();
    }
}
