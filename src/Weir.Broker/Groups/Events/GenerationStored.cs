namespace Weir.Broker.Groups.Events;

/// <summary>
/// A generation is complete (its leader assigned), changed a static member's id, or ended without members.
/// </summary>
internal sealed record GenerationStored(string GroupId, GroupGeneration Generation) : GroupEvent(GroupId);
