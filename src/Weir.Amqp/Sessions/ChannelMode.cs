namespace Weir.Amqp.Sessions;

/// <summary>What a channel promises of its publishes.</summary>
internal enum ChannelMode : byte
{
    Normal,

    /// <summary>Each is acknowledged when it is durable.</summary>
    Confirm,

    /// <summary>They and the settlements happen together, at commit.</summary>
    Transaction,
}
