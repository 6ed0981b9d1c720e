using System.Buffers;
using Weir.Broker.Groups.Events;

namespace Weir.Broker.Groups;

/// <summary>
/// What a call to the coordinator causes outside of it: events to journal, and answers to joins and syncs, of this
/// request or of earlier ones. Answers (and the return value of the call) may be sent only once the events, and all
/// events before them, are durable. The caller owns it, may gather several calls in it, and clears it for reuse.
/// </summary>
public sealed class GroupEffects
{
    private readonly ArrayBufferWriter<byte> _events = new();
    private readonly List<GroupReply> _replies = [];

    /// <summary>
    /// Whole events, back to back, as <see cref="GroupCoordinator.Apply"/> takes them. Valid until Clear.
    /// </summary>
    public ReadOnlyMemory<byte> Events => _events.WrittenMemory;

    public bool HasEvents => _events.WrittenCount > 0;

    public IReadOnlyList<GroupReply> Replies => _replies;

    public void Clear()
    {
        _events.ResetWrittenCount();
        _replies.Clear();
    }

    internal void Record(GroupEvent change) => GroupEventCodec.Write(_events, change);

    internal void Reply(object token, JoinReply reply) => _replies.Add(new GroupReply(token, reply, null));

    internal void Reply(object token, SyncReply reply) => _replies.Add(new GroupReply(token, null, reply));
}
