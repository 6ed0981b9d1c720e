using System.Reflection;
using Weir.Broker.Topics;
using Weir.Storage;

namespace Weir.Broker.Tests.Topics;

public sealed class TopicSettingsTests
{
    [Theory]
    [InlineData("cleanup.policy", "delete")]
    [InlineData("cleanup.policy", "compact")]
    [InlineData("cleanup.policy", "compact, delete")]
    [InlineData("retention.ms", "-1")]
    [InlineData("retention.ms", "9223372036854775807")]
    [InlineData("retention.bytes", "0")]
    [InlineData("delete.retention.ms", "0")]
    [InlineData("min.compaction.lag.ms", "1000")]
    [InlineData("max.compaction.lag.ms", "1")]
    [InlineData("min.cleanable.dirty.ratio", "0")]
    [InlineData("min.cleanable.dirty.ratio", "1.0")]
    [InlineData("segment.bytes", "14")]
    [InlineData("segment.bytes", "2147483647")]
    [InlineData("segment.ms", "60000")]
    [InlineData("max.message.bytes", "0")]
    [InlineData("max.message.bytes", "2147483647")]
    [InlineData("message.timestamp.type", "LogAppendTime")]
    [InlineData("message.timestamp.before.max.ms", "0")]
    [InlineData("message.timestamp.after.max.ms", "0")]
    [InlineData("message.timestamp.difference.max.ms", "5")]
    [InlineData("durability", "os")]
    [InlineData("durability", "memory")]
    [InlineData("flush.messages", "1")]
    [InlineData("flush.ms", "0")]
    [InlineData("preallocate", "True")]
    [InlineData("preallocate", "false")]
    [InlineData("delayed.delivery", "true")]
    [InlineData("trace.enabled", "true")]
    [InlineData("deduplication.window.ms", "4294967295")]
    [InlineData("deduplication.max.ids", "1")]
    [InlineData("segment.index.bytes", "10485760")]
    [InlineData("message.format.version", "2.8-IV1")]
    [InlineData("message.format.version", "0.11.0")]
    [InlineData("compression.type", "producer")]
    [InlineData("compression.type", "uncompressed")]
    [InlineData("compression.type", "gzip")]
    [InlineData("compression.type", "snappy")]
    [InlineData("compression.type", "lz4")]
    [InlineData("compression.type", "zstd")]
    [InlineData("compression.gzip.level", "-1")]
    [InlineData("compression.lz4.level", "9")]
    [InlineData("compression.zstd.level", "3")]
    [InlineData("min.insync.replicas", "1")]
    [InlineData("unclean.leader.election.enable", "FALSE")]
    [InlineData("segment.jitter.ms", "0")]
    [InlineData("index.interval.bytes", "32768")]
    [InlineData("file.delete.delay.ms", "0")]
    [InlineData("message.downconversion.enable", "false")]
    [InlineData("remote.storage.enable", "false")]
    [InlineData("remote.log.copy.disable", "false")]
    [InlineData("remote.log.delete.on.disable", "false")]
    [InlineData("local.retention.ms", "-2")]
    [InlineData("local.retention.bytes", "-2")]
    [InlineData("leader.replication.throttled.replicas", "")]
    [InlineData("follower.replication.throttled.replicas", " ")]
    public void A_value_that_works_is_accepted_and_described(string name, string value)
    {
        TopicSettings settings = Create((name, value));
        (TopicSettingDefinition, string Value, bool IsDefault) row =
            settings.Describe().Single(r => r.Definition.Name == name);
        Assert.Equal(value.Trim(), row.Value);
        Assert.False(row.IsDefault);
        Assert.Equal(value.Trim(), settings.Overrides[name]);
    }

    [Theory]
    [InlineData("cleanup.policy", "", "several of these")]
    [InlineData("cleanup.policy", "compact,purge", "several of these")]
    [InlineData("retention.ms", "-2", "-1 or more")]
    [InlineData("retention.ms", "1d", "whole number")]
    [InlineData("retention.bytes", "9223372036854775808", "whole number")]
    [InlineData("delete.retention.ms", "-1", "0 or more")]
    [InlineData("min.compaction.lag.ms", "-1", "0 or more")]
    [InlineData("max.compaction.lag.ms", "0", "1 or more")]
    [InlineData("min.cleanable.dirty.ratio", "1.01", "from 0 to 1")]
    [InlineData("min.cleanable.dirty.ratio", "NaN", "from 0 to 1")]
    [InlineData("segment.bytes", "13", "from 14 to 2147483647")]
    [InlineData("segment.bytes", "2147483648", "from 14 to 2147483647")]
    [InlineData("segment.ms", "59999", "checkpoints")]
    [InlineData("max.message.bytes", "-1", "from 0")]
    [InlineData("message.timestamp.type", "createtime", "CreateTime or LogAppendTime")]
    [InlineData("message.timestamp.before.max.ms", "-1", "0 or more")]
    [InlineData("message.timestamp.after.max.ms", "-1", "0 or more")]
    [InlineData("message.timestamp.difference.max.ms", "-1", "0 or more")]
    [InlineData("durability", "none", "fsync or os or memory")]
    [InlineData("flush.messages", "0", "1 or more")]
    [InlineData("flush.ms", "-1", "0 or more")]
    [InlineData("preallocate", "yes", "true or false")]
    [InlineData("delayed.delivery", "on", "true or false")]
    [InlineData("trace.enabled", "on", "true or false")]
    [InlineData("deduplication.window.ms", "-1", "0 to 4294967295")]
    [InlineData("deduplication.max.ids", "0", "1 to 1000000")]
    [InlineData("segment.index.bytes", "1024", "1/1024")]
    [InlineData("message.format.version", "0.10.2", "record batches")]
    [InlineData("message.format.version", "latest", "record batches")]
    [InlineData("compression.type", "brotli", "zstd")]
    [InlineData("compression.gzip.level", "9", "their codec's usual level")]
    [InlineData("compression.lz4.level", "1", "their codec's usual level")]
    [InlineData("compression.zstd.level", "22", "their codec's usual level")]
    [InlineData("min.insync.replicas", "2", "second replica")]
    [InlineData("unclean.leader.election.enable", "true", "unclean election")]
    [InlineData("segment.jitter.ms", "1", "timers")]
    [InlineData("index.interval.bytes", "4096", "32 KiB")]
    [InlineData("file.delete.delay.ms", "60000", "last reader")]
    [InlineData("message.downconversion.enable", "true", "old message formats")]
    [InlineData("remote.storage.enable", "true", "storage tiers")]
    [InlineData("remote.log.copy.disable", "true", "storage tiers")]
    [InlineData("remote.log.delete.on.disable", "true", "storage tiers")]
    [InlineData("local.retention.ms", "1000", "storage tiers")]
    [InlineData("local.retention.bytes", "1000", "storage tiers")]
    [InlineData("leader.replication.throttled.replicas", "*", "replicas")]
    [InlineData("follower.replication.throttled.replicas", "0:1", "replicas")]
    [InlineData("retention.hours", "1", "not a topic setting")]
    public void Another_value_is_refused_with_its_name_value_and_reason(string name, string value, string reason)
    {
        string error = Refuse((name, value));
        Assert.Contains(name, error, StringComparison.Ordinal);
        Assert.Contains($"\"{value}\"", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.EndsWith(".", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_has_a_valid_default_and_is_in_both_tests_above()
    {
        Assert.All(TopicSettingTable.All, static d => Assert.True(d.Allowed.Accepts(d.Default), d.Name));
        string[] tested = [.. NamesIn(nameof(A_value_that_works_is_accepted_and_described))];
        string[] refused = [.. NamesIn(nameof(Another_value_is_refused_with_its_name_value_and_reason))];
        Assert.All(TopicSettingTable.All, d => Assert.Contains(d.Name, tested));
        Assert.All(TopicSettingTable.All, d => Assert.Contains(d.Name, refused));
    }

    [Fact]
    public void Properties_have_the_values_that_were_set()
    {
        TopicSettings settings = Create(
            ("cleanup.policy", "compact,delete"), ("retention.ms", "10"), ("retention.bytes", "20"),
            ("segment.bytes", "30"), ("segment.ms", "60001"), ("max.message.bytes", "40"),
            ("message.timestamp.type", "LogAppendTime"), ("message.timestamp.before.max.ms", "50"),
            ("message.timestamp.after.max.ms", "60"), ("min.compaction.lag.ms", "70"), ("max.compaction.lag.ms", "80"),
            ("delete.retention.ms", "90"), ("min.cleanable.dirty.ratio", "0.25"), ("durability", "os"));
        Assert.Equal(CleanupPolicy.Compact | CleanupPolicy.Delete, settings.CleanupPolicy);
        Assert.Equal([10, 20, 30, 60001, 40, 50, 60, 70, 80, 90], (long[])
        [
            settings.RetentionMs, settings.RetentionBytes, settings.SegmentBytes, settings.SegmentMs,
            settings.MessageBytesMax, settings.TimestampBeforeMaxMs, settings.TimestampAfterMaxMs,
            settings.MinCompactionLagMs, settings.MaxCompactionLagMs, settings.DeleteRetentionMs,
        ]);
        Assert.Equal(TimestampType.LogAppendTime, settings.TimestampType);
        Assert.Equal(0.25, settings.MinCleanableDirtyRatio);
        Assert.Equal(Durability.Os, settings.Durability);
    }

    [Fact]
    public void Defaults_are_kafkas_where_a_user_could_tell_and_durable()
    {
        TopicSettings settings = TopicSettings.Default(TopicDefaults.Standard);
        Assert.Equal(CleanupPolicy.Delete, settings.CleanupPolicy);
        Assert.Equal(604_800_000, settings.RetentionMs);
        Assert.Equal(-1, settings.RetentionBytes);
        Assert.Equal(1_048_588, settings.MessageBytesMax);
        Assert.Equal(TimestampType.CreateTime, settings.TimestampType);
        Assert.Equal(86_400_000, settings.DeleteRetentionMs);
        Assert.Equal(0.5, settings.MinCleanableDirtyRatio);
        Assert.Equal(Durability.Fsync, settings.Durability);
        Assert.Empty(settings.Overrides);
        Assert.All(settings.Describe(), static row => Assert.True(row.IsDefault));
    }

    [Fact]
    public void The_brokers_defaults_apply_where_the_topic_sets_nothing()
    {
        Assert.True(TopicDefaults.TryCreate(
            Settings(("retention.ms", "1"), ("max.message.bytes", "2")), out TopicDefaults defaults, out _));
        Assert.True(TopicSettings.TryCreate(
            Settings(("retention.ms", "3")), defaults, out TopicSettings settings, out _));
        Assert.Equal(3, settings.RetentionMs);
        Assert.Equal(2, settings.MessageBytesMax);
        Assert.True(settings.Describe().Single(static r => r.Definition.Name == "max.message.bytes").IsDefault);
    }

    [Fact]
    public void Wrong_defaults_of_the_broker_are_refused()
    {
        Assert.False(TopicDefaults.TryCreate(Settings(("min.insync.replicas", "2")), out _, out string error));
        Assert.Contains("min.insync.replicas", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_older_timestamp_limit_sets_both_newer_ones()
    {
        TopicSettings settings = Create(("message.timestamp.difference.max.ms", "7"));
        Assert.Equal(7, settings.TimestampBeforeMaxMs);
        Assert.Equal(7, settings.TimestampAfterMaxMs);
    }

    [Fact]
    public void The_older_timestamp_limit_is_described_only_where_it_is_set() => Assert.DoesNotContain(
        TopicSettings.Default(TopicDefaults.Standard).Describe(),
        static row => row.Definition.Name == "message.timestamp.difference.max.ms");

    [Theory]
    [InlineData("message.timestamp.difference.max.ms", "1", "message.timestamp.before.max.ms", "2")]
    [InlineData("message.timestamp.difference.max.ms", "1", "message.timestamp.after.max.ms", "1")]
    [InlineData("min.compaction.lag.ms", "2", "max.compaction.lag.ms", "1")]
    [InlineData("flush.messages", "1", "durability", "os")]
    [InlineData("flush.ms", "1000", "durability", "memory")]
    [InlineData("deduplication.window.ms", "1", "durability", "memory")]
    [InlineData("cleanup.policy", "compact", "durability", "memory")]
    public void Settings_that_contradict_each_other_are_refused(
        string name, string value, string other, string otherValue)
    {
        string error = Refuse((name, value), (other, otherValue));
        Assert.Contains($"{name} is \"{value}\"", error, StringComparison.Ordinal);
        Assert.Contains(other, error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> NamesIn(string test) =>
        typeof(TopicSettingsTests).GetMethod(test)!.GetCustomAttributesData()
            .Where(static a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(static a => (IReadOnlyList<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)
            .Select(static arguments => (string)arguments[0].Value!);

    private static TopicSettings Create(params (string Name, string Value)[] set)
    {
        bool valid = TopicSettings.TryCreate(
            Settings(set), TopicDefaults.Standard, out TopicSettings settings, out string error);
        Assert.True(valid, error);
        Assert.Empty(error);
        return settings;
    }

    private static string Refuse(params (string Name, string Value)[] set)
    {
        Assert.False(TopicSettings.TryCreate(
            Settings(set), TopicDefaults.Standard, out TopicSettings settings, out string error));
        Assert.Empty(settings.Overrides);
        return error;
    }

    private static Dictionary<string, string> Settings(params (string Name, string Value)[] set) =>
        set.ToDictionary(static s => s.Name, static s => s.Value);
}
