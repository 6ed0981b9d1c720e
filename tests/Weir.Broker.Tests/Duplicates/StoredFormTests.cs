using System.Buffers;
using Weir.Broker.Duplicates;
using Weir.Broker.Groups;
using Weir.Broker.Shards;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Testing.Time;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Tests.Duplicates;

/// <summary>What journals and snapshots hold. Never edit these bytes: write a new version and read both.</summary>
public sealed class StoredFormTests
{
    private const string Home = "2100000000000300";
    private const string First = "0102030405060708090A0B0C0D0E0F10";
    private const string Second = "1112131415161718191A1B1C1D1E1F20";
    private const string Event =
        "01" + Home + "0001000000000000" + "E803000000000000" + "40420F00" + First + Second;

    [Fact]
    public void Remembered_ids_keep_their_form_in_the_journal_and_in_the_state_of_a_shard()
    {
        using var bytes = new PooledBufferWriter();
        RememberEvent.Begin(bytes, PartitionId.Create(new ShardId(3), 0x21), 0x100, 1_000, 1_000_000);
        foreach (string id in (string[])[First, Second])
            RememberEvent.Add(bytes, System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(
                Convert.FromHexString(id)));
        Assert.Equal(Event, Convert.ToHexString(bytes.WrittenSpan));

        var time = new ManualTime();
        time.SetClock(DateTimeOffset.FromUnixTimeMilliseconds(0x200) - time.GetUtcNow());
        var shard = new BrokerShard(time, new GroupOptions(), null);
        shard.Apply((ushort)EventKind.Remembered, bytes.WrittenSpan);
        byte[] snapshot = SnapshotOf(shard);
        Assert.Equal(
            "02" + "00000000" + "00000000" + "01" + "03" + "44000000" + Home + "E803000000000000" + "02000000"
            + "0001000000000000" + First + "0001000000000000" + Second + "01" + "00000000",
            Convert.ToHexString(snapshot));
        var again = new BrokerShard(time, new GroupOptions(), null);
        again.Restore(snapshot);
        Assert.Equal(snapshot, SnapshotOf(again));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("01" + "00000000" + "00000000" + "01" + "00000000", Convert.ToHexString(SnapshotOf(again)));
    }

    [Theory]
    [InlineData("02" + Home + "0001000000000000" + "E803000000000000" + "40420F00")]
    [InlineData("01" + Home + "0001000000000000" + "E803000000000000" + "40420F00" + "01")]
    [InlineData("01" + Home)]
    public void An_event_of_another_form_is_damage(string hex)
    {
        var shard = new BrokerShard(TimeProvider.System, new GroupOptions(), null);
        Assert.Throws<DamagedDataException>(
            () => shard.Apply((ushort)EventKind.Remembered, Convert.FromHexString(hex)));
    }

    [Fact]
    public void An_id_is_kept_as_the_first_sixteen_bytes_of_its_sha_256()
    {
        using var headers = new RecordHeaderWriter();
        headers.Add("message-id"u8, "abc"u8);
        var record = new RecordView { RawHeaders = headers.Raw, HeaderCount = headers.Count };
        Assert.True(new MessageIds(null).TryHash(record, out UInt128 hash));
        byte[] bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(bytes, hash);
        Assert.Equal("BA7816BF8F01CFEA414140DE5DAE2223", Convert.ToHexString(bytes));
    }

    private static byte[] SnapshotOf(BrokerShard shard)
    {
        var writer = new ArrayBufferWriter<byte>();
        shard.WriteSnapshot(writer);
        return writer.WrittenSpan.ToArray();
    }
}
