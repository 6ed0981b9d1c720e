using Weir.Amqp.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>What the client said in connection.start-ok that it understands.</summary>
internal readonly record struct ClientCapabilities(bool WantsCancelNotify, bool WantsBlocked, bool WantsLoginFailure)
{
    public static ClientCapabilities Read(ReadOnlySpan<byte> properties)
    {
        WireError error = FieldTableReader.Validate(properties);
        if (error != WireError.None) throw AmqpException.Of(error);
        if (!FieldTableReader.TryFind(properties, "capabilities"u8, out FieldView value)) return default;
        if (value.Type != FieldType.Table) return default;
        return new ClientCapabilities(
            Has(value.Payload, "consumer_cancel_notify"u8), Has(value.Payload, "connection.blocked"u8),
            Has(value.Payload, "authentication_failure_close"u8));
    }

    private static bool Has(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> name) =>
        FieldTableReader.TryFind(entries, name, out FieldView value) && value.TryGetBoolean(out bool flag) && flag;
}
