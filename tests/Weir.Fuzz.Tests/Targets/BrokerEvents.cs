using System.Buffers;
using Weir.Broker.Delays;
using Weir.Broker.Duplicates;
using Weir.Broker.Groups;
using Weir.Broker.Groups.Events;
using Weir.Broker.Queues;
using Weir.Broker.Shards;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>One event of each kind that the journal holds, as the broker writes it.</summary>
internal static class BrokerEvents
{
    private static readonly PartitionId Partition = PartitionId.Create(new ShardId(3), 0x21);

    public static IEnumerable<(EventKind Kind, byte[] Payload)> Samples()
    {
        using (var settled = new PooledBufferWriter())
        {
            SettleEvent.Begin(settled, Partition, 10, 20);
            SettleEvent.AddRange(settled, 12, 13);
            SettleEvent.AddRange(settled, 15, 18);
            yield return (EventKind.Settled, settled.WrittenSpan.ToArray());
        }

        byte[] released = new byte[ReleaseEvent.Bytes];
        new ReleaseEvent(Partition, 14, 2).Write(released);
        yield return (EventKind.Released, released);
        byte[] forwarded = new byte[ForwardEvent.Bytes];
        new ForwardEvent(5, 100).Write(forwarded);
        yield return (EventKind.Forwarded, forwarded);
        byte[] retried = new byte[RetryEvent.Bytes];
        new RetryEvent(Partition, 19, 3, 1_700_000_000_000, 77).Write(retried);
        yield return (EventKind.Retried, retried);
        using (var remembered = new PooledBufferWriter())
        {
            RememberEvent.Begin(remembered, Partition, 1_700_000_000_000, 60_000, 100);
            RememberEvent.Add(remembered, 7);
            RememberEvent.Add(remembered, UInt128.MaxValue);
            yield return (EventKind.Remembered, remembered.WrittenSpan.ToArray());
        }

        foreach (GroupEvent change in Groups())
        {
            var output = new ArrayBufferWriter<byte>();
            GroupEventCodec.Write(output, change);
            yield return (EventKind.Group, output.WrittenSpan.ToArray());
        }
    }

    private static IEnumerable<GroupEvent> Groups()
    {
        var member = new StoredMember("m", null, "c", "h", 6, 7, [new("r", new byte[] { 0xAA })], new byte[] { 0xBB });
        yield return new GenerationStored("g", new GroupGeneration(3, "ty", "r", "m", 9, [member]));
        yield return new OffsetsCommitted("g", [new(new("t", 2), new CommittedOffset(5, 1, "x", 8, -1))]);
        yield return new OffsetsRemoved("g", [new("u", 2)]);
        yield return new GroupDeleted("h");
    }
}
