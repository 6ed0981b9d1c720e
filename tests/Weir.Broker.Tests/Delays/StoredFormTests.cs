using System.Buffers;
using Weir.Broker.Delays;
using Weir.Broker.Groups;
using Weir.Broker.Queues;
using Weir.Broker.Shards;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Broker.Tests.Delays;

/// <summary>What delay logs and journals hold. Never edit these bytes: write a new version and read both.</summary>
public sealed class StoredFormTests
{
    [Fact]
    public void A_ticket_for_a_log_keeps_its_form()
    {
        using var headers = new RecordHeaderWriter();
        DelayTicket.Write(headers, 0x0102030405, PartitionId.Create(new ShardId(3), 0x21));
        Assert.Equal(
            "14" + Convert.ToHexString("weir-delay"u8) + "24" + "0101" + "0504030201000000" + "2100000000000300",
            Convert.ToHexString(headers.Raw));
    }

    [Fact]
    public void A_ticket_for_an_exchange_keeps_its_form()
    {
        using var headers = new RecordHeaderWriter();
        DelayTicket.Write(headers, 7, "/"u8, "x"u8);
        headers.Add("own"u8, "v"u8);
        Assert.Equal(
            "14" + Convert.ToHexString("weir-delay"u8) + "1A" + "0102" + "0700000000000000" + "012F" + "78"
            + "06" + Convert.ToHexString("own"u8) + "0276",
            Convert.ToHexString(headers.Raw));
        var record = new RecordView { RawHeaders = headers.Raw, HeaderCount = headers.Count };
        DelayTicket ticket = DelayTicket.Read(record, out ReadOnlySpan<byte> own);
        Assert.True(ticket.IsForExchange);
        Assert.Equal(7, ticket.DueMs);
        Assert.True(ticket.Namespace.SequenceEqual("/"u8) && ticket.Exchange.SequenceEqual("x"u8));
        Assert.Equal("06" + Convert.ToHexString("own"u8) + "0276", Convert.ToHexString(own));
    }

    [Fact]
    public void A_forward_keeps_its_form_in_the_journal_and_in_the_state_of_a_shard()
    {
        byte[] bytes = new byte[ForwardEvent.Bytes];
        new ForwardEvent(5, 0x1234).Write(bytes);
        Assert.Equal("01" + "0500" + "3412000000000000", Convert.ToHexString(bytes));

        var shard = new BrokerShard(TimeProvider.System, new GroupOptions(), null);
        shard.Apply((ushort)EventKind.Forwarded, bytes);
        var snapshot = new ArrayBufferWriter<byte>();
        shard.WriteSnapshot(snapshot);
        Assert.Equal(
            "02" + "00000000" + "00000000" + "01" + "01" + "0B000000" + "01" + "0500" + "3412000000000000"
            + "01" + "00000000",
            Convert.ToHexString(snapshot.WrittenSpan));
        var again = new BrokerShard(TimeProvider.System, new GroupOptions(), null);
        again.Restore(snapshot.WrittenSpan);
        Assert.Equal(0x1234, again.ForwardedFrom(5));
        Assert.Equal(-1, again.ForwardedFrom(4));
    }

    [Fact]
    public void A_retry_keeps_its_form_in_the_journal_and_in_the_state_of_a_shard()
    {
        byte[] bytes = new byte[RetryEvent.Bytes];
        new RetryEvent(PartitionId.Create(new ShardId(3), 0x21), 9, 2, 0x1234, 100).Write(bytes);
        const string retry = "01" + "2100000000000300" + "0900000000000000" + "02000000" + "3412000000000000"
            + "64000000";
        Assert.Equal(retry, Convert.ToHexString(bytes));

        var shard = new BrokerShard(TimeProvider.System, new GroupOptions(), null);
        shard.Apply((ushort)EventKind.Retried, bytes);
        var snapshot = new ArrayBufferWriter<byte>();
        shard.WriteSnapshot(snapshot);
        Assert.Contains("01" + "02" + "21000000" + retry, Convert.ToHexString(snapshot.WrittenSpan),
            StringComparison.Ordinal);
        var again = new BrokerShard(TimeProvider.System, new GroupOptions(), null);
        again.Restore(snapshot.WrittenSpan);
        var second = new ArrayBufferWriter<byte>();
        again.WriteSnapshot(second);
        Assert.Equal(snapshot.WrittenSpan.ToArray(), second.WrittenSpan.ToArray());
    }

    [Fact]
    public void The_delay_log_of_a_shard_keeps_its_number() =>
        Assert.Equal(3L << 48, DelayLog.IdOf(new ShardId(3)).Value);
}
