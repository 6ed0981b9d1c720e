namespace Weir.Amqp.Sessions;

/// <summary>A direct reply that its transaction sends at commit.</summary>
internal sealed record PendingReply(byte[] Address, byte[] Properties, byte[] Body);
