using System.Text;
using Weir.Amqp.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>What the client said in connection.start-ok that it understands.</summary>
internal readonly record struct ClientCapabilities(bool WantsCancelNotify, bool WantsBlocked, bool WantsLoginFailure)
{
    /// <summary>What its user called the connection.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The library and its version.</summary>
    public string Product { get; private init; } = "";

    public static ClientCapabilities Read(ReadOnlySpan<byte> properties)
    {
        WireError error = FieldTableReader.Validate(properties);
        if (error != WireError.None) throw AmqpException.Of(error);
        ReadOnlySpan<byte> capabilities = default;
        if (FieldTableReader.TryFind(properties, "capabilities"u8, out FieldView value)
            && value.Type == FieldType.Table)
            capabilities = value.Payload;
        return new ClientCapabilities(
            Has(capabilities, "consumer_cancel_notify"u8), Has(capabilities, "connection.blocked"u8),
            Has(capabilities, "authentication_failure_close"u8))
        {
            Name = Text(properties, "connection_name"u8),
            Product = $"{Text(properties, "product"u8)} {Text(properties, "version"u8)}".Trim(),
        };
    }

    private static bool Has(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> name) =>
        FieldTableReader.TryFind(entries, name, out FieldView value) && value.TryGetBoolean(out bool flag) && flag;

    private static string Text(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> name) =>
        FieldTableReader.TryFind(entries, name, out FieldView value) && value.Type == FieldType.LongString
            ? Encoding.UTF8.GetString(value.Payload)
            : "";
}
