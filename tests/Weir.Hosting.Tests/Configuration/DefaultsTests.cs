using Microsoft.Extensions.Logging;
using Weir.Hosting.Configuration;
using Weir.Storage;

namespace Weir.Hosting.Tests.Configuration;

public sealed class DefaultsTests
{
    [Fact]
    public void Listeners_are_the_standard_ports_on_loopback()
    {
        WeirOptions options = new();

        Assert.Equal([new Endpoint("127.0.0.1", 9092)], options.Kafka.Listen);
        Assert.Equal([new Endpoint("127.0.0.1", 5672)], options.AmqpListen);
        Assert.Equal([new Endpoint("127.0.0.1", 15672)], options.HttpListen);
        Assert.Null(options.Kafka.Advertised);
    }

    [Fact]
    public void Kafka_and_groups_default_to_what_kafka_users_expect()
    {
        WeirOptions options = new();

        Assert.True(options.Kafka.AutoCreateTopics);
        Assert.Equal(1, options.Kafka.DefaultPartitions);
        Assert.Equal(1_048_588, options.Kafka.MessageBytesMax);
        Assert.Equal(104_857_600, options.Kafka.RequestBytesMax);
        Assert.Equal(20_000, options.Kafka.ConnectionsMax);
        Assert.Equal(600_000, options.Kafka.IdleMs);
        Assert.Equal(6_000, options.Groups.SessionTimeoutMsMin);
        Assert.Equal(1_800_000, options.Groups.SessionTimeoutMsMax);
        Assert.Equal(0, options.Groups.InitialRebalanceDelayMs);
        Assert.Equal(10_000, options.Groups.MembersMax);
        Assert.Equal(604_800_000, options.Groups.OffsetsRetentionMs);
    }

    [Fact]
    public void Storage_and_the_rest_have_their_documented_defaults()
    {
        WeirOptions options = new();

        Assert.Equal("./weir-data", options.Data);
        Assert.Equal(64L << 20, options.Storage.JournalFileBytes);
        Assert.Equal(256L << 20, options.Storage.MemoryBytesMax);
        Assert.Equal(512L << 20, options.Storage.CheckpointJournalBytes);
        Assert.Equal(60_000, options.Storage.CheckpointIntervalMs);
        Assert.Equal(64 << 20, options.Storage.SegmentBytesMax);
        Assert.Equal(5_000_000, options.DelaysPendingMax);
        Assert.Equal(604_800_000, options.Retention.DefaultMs);
        Assert.Equal(-1, options.Retention.DefaultBytes);
        Assert.Equal(60_000, options.Retention.CheckIntervalMs);
        Assert.Equal(15_000, options.CompactionIntervalMs);
        Assert.Equal(Durability.Fsync, options.DefaultDurability);
        Assert.Equal(LogLevel.Information, options.Log.Level);
        Assert.Equal(LogFormat.Text, options.Log.Format);
        Assert.Null(options.Telemetry.Collector);
        Assert.Equal(10_000, options.Telemetry.IntervalMs);
        Assert.Equal(0, options.Telemetry.SamplingRatio);
    }
}
