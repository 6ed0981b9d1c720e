namespace Weir.Amqp.Wire;

/// <summary>What a connection's first octets ask for.</summary>
internal enum ProtocolHeaderKind : byte
{
    /// <summary>A beginning of some header; the rest has not arrived.</summary>
    Incomplete,

    /// <summary>AMQP 0-9-1, or one of the two spellings that early clients of it used.</summary>
    Amqp091,

    /// <summary>AMQP 1.0, plain or behind SASL or TLS.</summary>
    Amqp10,

    /// <summary>Anything else: answer <see cref="ProtocolHeader.Bytes"/> and close.</summary>
    Unknown,
}
