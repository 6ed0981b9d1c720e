namespace Weir.Broker.Groups.Events;

/// <summary>The kinds of events as they are stored. Values are never changed or used again.</summary>
internal enum GroupEventKind : byte
{
    GenerationStored = 1,
    OffsetsCommitted = 2,
    OffsetsRemoved = 3,
    GroupDeleted = 4,
}
