namespace Weir.Broker.Groups.Events;

/// <summary>A durable change of one group.</summary>
internal abstract record GroupEvent(string GroupId);
