namespace Weir.Broker.Groups;

/// <summary>A way of assigning work that a member supports, with what it wants the leader to know.</summary>
public readonly record struct GroupProtocol(string Name, ReadOnlyMemory<byte> Metadata);
