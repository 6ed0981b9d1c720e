using Weir.Broker.Groups.Events;

namespace Weir.Broker.Groups;

/// <summary>
/// What survives a restart of one group: its last completed generation and its offsets. Only <see cref="Apply"/>
/// changes it, with the same events live and in replay.
/// </summary>
internal sealed class DurableGroup(string id)
{
    public string Id { get; } = id;

    /// <summary>Null for a group that has never completed a generation, such as one that only stores offsets.</summary>
    public GroupGeneration? Generation { get; private set; }

    public OffsetTable Offsets { get; } = new();

    /// <summary>Nothing to keep.</summary>
    public bool IsVacant => Generation is null && Offsets.IsEmpty;

    public void Apply(GroupEvent change)
    {
        switch (change)
        {
            case GenerationStored stored:
                Generation = stored.Generation;
                break;
            case OffsetsCommitted committed:
                foreach (var entry in committed.Entries)
                    Offsets.Set(entry.Key, entry.Value);
                break;
            case OffsetsRemoved removed:
                foreach (var key in removed.Keys)
                    Offsets.Remove(key);
                break;
            case GroupDeleted:
                Generation = null;
                Offsets.Clear();
                break;
            default:
                throw new ArgumentException($"No group applies {change.GetType().Name}.", nameof(change));
        }
    }
}
