using Weir.Storage;

namespace Weir.Broker.Routing;

/// <summary>
/// An exchange as it was declared. In the catalog, integers little-endian and lengths as varints:
/// <code>
/// version u8 = 1 | type u8 | flags u8 (1 durable, 2 auto-delete, 4 internal) | namespace str | name str | arguments
/// </code>
/// </summary>
public sealed record ExchangeDefinition(string Namespace, string Name, ExchangeType Type)
{
    public const string AlternateExchangeArgument = "alternate-exchange";
    public const string DelayedTypeArgument = "x-delayed-type";
    public const string HashHeaderArgument = "hash-header";
    public const string HashPropertyArgument = "hash-property";

    internal const string KeyPrefix = "exchange/";

    private const byte FormatVersion = 1;

    public bool IsDurable { get; init; } = true;

    /// <summary>Deleted when the last binding from it is removed.</summary>
    public bool IsAutoDelete { get; init; }

    /// <summary>Only other exchanges may send to it.</summary>
    public bool IsInternal { get; init; }

    public Arguments Arguments { get; init; } = Arguments.Empty;

    internal string CatalogKey => $"{KeyPrefix}{Uri.EscapeDataString(Namespace)}/{Uri.EscapeDataString(Name)}";

    internal byte[] Encode()
    {
        using var writer = new RecordWriter();
        writer.Byte(FormatVersion);
        writer.Byte((byte)Type);
        writer.Byte((byte)((IsDurable ? 1 : 0) | (IsAutoDelete ? 2 : 0) | (IsInternal ? 4 : 0)));
        writer.Text(Namespace);
        writer.Text(Name);
        ArgumentCodec.Write(writer, Arguments);
        return writer.ToArray();
    }

    internal static ExchangeDefinition Decode(string key, ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader($"catalog entry {key}", bytes);
        reader.Version(FormatVersion);
        var type = (ExchangeType)reader.Byte();
        if (!Enum.IsDefined(type)) throw new DamagedDataException($"catalog entry {key} has exchange type {(byte)type}");
        byte flags = reader.Byte();
        var definition = new ExchangeDefinition(reader.Text(), reader.Text(), type)
        {
            IsDurable = (flags & 1) != 0,
            IsAutoDelete = (flags & 2) != 0,
            IsInternal = (flags & 4) != 0,
            Arguments = ArgumentCodec.Read(ref reader),
        };
        reader.End();
        return definition;
    }
}
