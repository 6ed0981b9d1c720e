using System.Buffers;
using Weir.Broker.Groups;
using Weir.Broker.Shards;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Broker.Tests.Shards;

/// <summary>
/// Bytes and numbers that data directories hold: topics in the catalog, a shard's state in its snapshot.
/// </summary>
public sealed class StoredBytesTests
{
    private static readonly PartitionId Partition = PartitionId.Create(new ShardId(3), 0x21);

    [Fact]
    public void A_topic_in_the_catalog_keeps_its_form()
    {
        var record = new TopicRecord(
            "ns", "t", new Guid("00112233-4455-6677-8899-aabbccddeeff"), TopicKind.Queue, [Partition],
            new Dictionary<string, string> { ["k"] = "vv" });
        Expect(
            "01 01 00112233445566778899AABBCCDDEEFF 02 6E73 01 74 01 2100000000000300 01 01 6B 02 7676",
            record.Encode());
        Assert.Equal("topic/ns/t", TopicRecord.KeyOf("ns", "t"));
    }

    [Fact]
    public void The_state_of_a_shard_keeps_its_form()
    {
        var shard = new BrokerShard(TimeProvider.System, new GroupOptions(), null);
        using var builder = new RecordBatchBuilder();
        builder.Reset(1_000, producerId: 0x1234, producerEpoch: 5, baseSequence: 8);
        builder.Add(1_000, "k"u8, false, "v"u8, false, default, 0);
        RecordBatchHeader.TryRead(builder.Complete(), out RecordBatchHeader header);
        shard.ProducersOf(Partition).Apply(header, 0x40, 0);
        var writer = new ArrayBufferWriter<byte>();
        shard.WriteSnapshot(writer);
        Expect("01 01000000 2100000000000300 01000000 3412000000000000 0500 01"
            + " 08000000 08000000 4000000000000000 4000000000000000 00000000 01 00000000",
                writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void Kinds_keep_their_values()
    {
        Expect(["Stream=0", "Queue=1"], Enum.GetValues<TopicKind>().Select(static k => $"{k}={(byte)k}"));
        Expect(["Group=1", "Settled=2", "Released=3", "Forwarded=4", "Retried=5", "Remembered=6"],
            Enum.GetValues<EventKind>().Select(static k => $"{k}={(ushort)k}"));
    }

    private static void Expect(string[] expected, IEnumerable<string> actual) => Assert.True(
        expected.SequenceEqual(actual),
        $"These numbers are stored: expected {string.Join(' ', expected)}, found {string.Join(' ', actual)}. "
        + $"Give a new member the"
        + " next number and add it here; never change or reuse one.");

    private static void Expect(string hex, byte[] bytes)
    {
        string expected = hex.Replace(" ", "", StringComparison.Ordinal);
        Assert.True(
            expected == Convert.ToHexString(bytes),
            "Data directories hold this form. Do not edit the bytes: write the new form under a new version "
            + "number and keep"
            + $" reading this one.\nexpected {expected}\n  actual {Convert.ToHexString(bytes)}");
    }
}
