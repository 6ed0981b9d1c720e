using Weir.Broker.Routing;

namespace Weir.Broker.Messages;

/// <summary>
/// How a message came, as the protocol that wrote it tells: the exchange it was published to, and its properties by
/// their names (<c>message_id</c>, <c>content_type</c>, <c>headers</c> as a table).
/// </summary>
public sealed record MessageOrigin(string Protocol, string Exchange, Arguments Properties);
