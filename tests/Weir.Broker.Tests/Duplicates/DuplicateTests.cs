using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Topics;
using Weir.Wire.Records;

namespace Weir.Broker.Tests.Duplicates;

/// <summary>A publisher sends twice; the queue holds one.</summary>
public sealed class DuplicateTests
{
    [Fact]
    public async Task A_message_that_comes_again_within_the_window_is_left_out_and_after_it_is_not()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue queue = await broker.DeclareAsync("q");
        await broker.PublishAsync(queue, "1 a");
        broker.Time.Advance(TimeSpan.FromMilliseconds(999));
        await broker.PublishAsync(queue, "1 b", "2 c");
        Assert.Equal(["a", "c"], await DuplicateBroker.BodiesAsync(queue.Topic));
        broker.Time.Advance(TimeSpan.FromMilliseconds(1));
        await broker.PublishAsync(queue, "1 d", "2 e");
        Assert.Equal(["a", "c", "d"], await DuplicateBroker.BodiesAsync(queue.Topic));
        broker.Time.Advance(TimeSpan.FromMilliseconds(999));
        await broker.PublishAsync(queue, "1 f", "2 g");
        Assert.Equal(["a", "c", "d", "g"], await DuplicateBroker.BodiesAsync(queue.Topic));
    }

    [Fact]
    public async Task Of_a_batch_the_first_of_each_id_is_kept_and_all_that_have_none()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue queue = await broker.DeclareAsync("q");
        await broker.PublishAsync(queue, "1 a", "- b", "1 c", "2 d", "- b", "2 e", "1 f");
        Assert.Equal(["a", "b", "d", "b"], await DuplicateBroker.BodiesAsync(queue.Topic));
        await broker.PublishAsync(queue, "1 g", "2 h");
        Assert.Equal(4, queue.ReadyCount);
    }

    [Fact]
    public async Task Each_queue_leaves_out_what_it_had_itself()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue one = await broker.DeclareAsync("one"), other = await broker.DeclareAsync("other");
        Queue any = await broker.DeclareAsync("any", new QueueOptions());
        await broker.PublishAsync(one, "1 a");
        using var batch = new PublishBatch();
        foreach (Queue queue in (Queue[])[one, other, any])
            Assert.True(broker.Add(batch, queue.Topic.Partitions[0], "1 b"));
        await DuplicateBroker.CommitAsync(batch);
        await broker.PublishAsync(any, "1 c");
        Assert.Equal(["a"], await DuplicateBroker.BodiesAsync(one.Topic));
        Assert.Equal(["b"], await DuplicateBroker.BodiesAsync(other.Topic));
        Assert.Equal(["b", "c"], await DuplicateBroker.BodiesAsync(any.Topic));
    }

    [Fact]
    public async Task The_ids_are_the_queues_whatever_the_priority()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue queue = await broker.DeclareAsync(
            "q", new QueueOptions { PriorityMax = 2, DeduplicationWindowMs = 1_000 });
        using var batch = new PublishBatch();
        for (int priority = 2; priority >= 0; priority--)
            Assert.True(broker.Add(batch, queue.Topic.Partitions[priority], $"1 {priority}"));
        await DuplicateBroker.CommitAsync(batch);
        await broker.PublishAsync(queue.Topic.Partitions[1], "1 again");
        Assert.Equal(["2"], await DuplicateBroker.BodiesAsync(queue.Topic));
        await broker.Broker.Store.CheckpointAsync(default);
        await broker.CrashAsync();
        queue = broker.Find("q");
        await broker.PublishAsync(queue.Topic.Partitions[1], "1 again");
        Assert.Equal(["2"], await DuplicateBroker.BodiesAsync(queue.Topic));
    }

    [Fact]
    public async Task Beyond_the_bound_the_oldest_ids_are_forgotten_also_by_replay()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue queue = await broker.DeclareAsync(
            "q", new QueueOptions { DeduplicationWindowMs = 1_000, DeduplicationIdsMax = 2 });
        await broker.PublishAsync(queue, "1 a", "2 b", "3 c");
        await broker.CrashAsync();
        queue = broker.Find("q");
        await broker.PublishAsync(queue, "3 d", "2 e");
        Assert.Equal(["a", "b", "c"], await DuplicateBroker.BodiesAsync(queue.Topic));
        await broker.PublishAsync(queue, "1 f");
        await broker.PublishAsync(queue, "2 g", "3 h");
        Assert.Equal(["a", "b", "c", "f", "g"], await DuplicateBroker.BodiesAsync(queue.Topic));
    }

    [Fact]
    public async Task A_policy_begins_and_ends_it()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue queue = await broker.DeclareAsync("q", new QueueOptions());
        await broker.PublishAsync(queue, "1 a", "1 b");
        PolicyOutcome outcome = await broker.Broker.Policies.SetAsync(
            new Policy("/", "p", "q", PolicyTarget.Queues, 0, Arguments.Of(
                ("deduplication-window-ms", ArgumentValue.Of(100)), ("deduplication-max-ids", ArgumentValue.Of(1)))),
            default);
        Assert.Equal(PolicyError.None, outcome.Error);
        Assert.Equal((100, 1), (queue.Options.DeduplicationWindowMs, queue.Options.DeduplicationIdsMax));
        await broker.PublishAsync(queue, "1 c", "1 d");
        await broker.PublishAsync(queue, "1 e");
        await broker.Broker.Policies.RemoveAsync("/", "p", default);
        await broker.PublishAsync(queue, "1 f");
        Assert.Equal(["a", "b", "c", "f"], await DuplicateBroker.BodiesAsync(queue.Topic));
    }

    [Theory]
    [InlineData("deduplication-window-ms", 0)]
    [InlineData("deduplication-max-ids", 1_000_001)]
    public async Task A_policy_with_a_window_of_nothing_or_too_many_ids_is_refused(string name, int value)
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        PolicyOutcome outcome = await broker.Broker.Policies.SetAsync(
            new Policy("/", "p", "q", PolicyTarget.Queues, 0, Arguments.Of((name, ArgumentValue.Of(value)))), default);
        Assert.Equal(PolicyError.InvalidDefinition, outcome.Error);
        Assert.StartsWith(name, outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Duplicates_take_no_room_of_a_queue_that_refuses()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue queue = await broker.DeclareAsync("q", new QueueOptions
        {
            DeduplicationWindowMs = 1_000,
            LengthMax = 3,
            BytesMax = 30,
            Overflow = QueueOverflow.Reject,
        });
        await broker.PublishAsync(queue, "1 0123456789");
        await broker.PublishAsync(queue, "1 0123456789");
        await broker.PublishAsync(queue, "1 0123456789", "2 0123456789");
        await broker.PublishAsync(queue, "3 0123456789");
        using var batch = new PublishBatch();
        Assert.False(broker.Add(batch, queue.Topic.Partitions[0], "4 0"));
        Assert.Equal(3, queue.ReadyCount);
    }

    [Fact]
    public async Task What_the_broker_moves_is_neither_left_out_nor_remembered()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue queue = await broker.DeclareAsync("q");
        await broker.PublishAsync(queue, "1 a");
        using var batch = new PublishBatch();
        foreach (string message in (string[])["1 b", "2 c"])
        {
            using RecordHeaderWriter headers = DuplicateBroker.HeadersOf(message);
            Assert.True(batch.AddMoved(
                queue.Topic.Partitions[0], broker.Time.NowMs, default, DuplicateBroker.BodyOf(message), headers.Raw,
                headers.Count));
        }

        Assert.True(broker.Add(batch, queue.Topic.Partitions[0], "2 d"));
        await DuplicateBroker.CommitAsync(batch);
        Assert.Equal(["a", "b", "c", "d"], await DuplicateBroker.BodiesAsync(queue.Topic));
    }

    [Fact]
    public async Task A_delayed_message_is_one_when_it_arrives()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue queue = await broker.DeclareAsync("q");
        using var batch = new PublishBatch();
        Assert.True(batch.TryReserveDelayed(broker.Broker.Delays, 3));
        foreach ((string message, int laterMs) in new[] { ("1 late", 10_000), ("1 later", 10_500), ("1 last", 20_000) })
        {
            using RecordHeaderWriter headers = DuplicateBroker.HeadersOf(message);
            batch.AddDelayed(
                queue.Topic.Partitions[0], broker.Time.NowMs + laterMs, broker.Time.NowMs, default,
                DuplicateBroker.BodyOf(message), headers.Raw, headers.Count);
        }

        await DuplicateBroker.CommitAsync(batch);
        await broker.PublishAsync(queue, "1 now");
        await UntilAsync(broker, () => broker.Broker.Delays.PendingCount == 2, 10_000);
        await UntilAsync(broker, () => broker.Broker.Delays.PendingCount == 1, 500);
        await UntilAsync(broker, () => broker.Broker.Delays.PendingCount == 0, 9_500);
        Assert.Equal(["now", "late", "last"], await DuplicateBroker.BodiesAsync(queue.Topic));
    }

    [Theory]
    [InlineData(CompressionCodec.None)]
    [InlineData(CompressionCodec.Gzip)]
    public async Task A_producers_batch_keeps_its_offsets_and_its_numbers_without_the_duplicates(CompressionCodec codec)
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue queue = await broker.DeclareAsync("q");
        Partition log = queue.Topic.Partitions[0];
        await broker.AppendAsync(log, codec, 0, "1 a", "2 b");
        AppendOutcome outcome = await broker.AppendAsync(log, codec, 2, "2 c", "3 d", "3 e", "- f");
        Assert.Equal((AppendError.None, 2), (outcome.Error, outcome.BaseOffset));
        outcome = await broker.AppendAsync(log, codec, 2, "2 c", "3 d", "3 e", "- f");
        Assert.Equal((AppendError.Duplicate, 2), (outcome.Error, outcome.BaseOffset));
        outcome = await broker.AppendAsync(log, codec, 6, "1 g", "3 h");
        Assert.Equal((AppendError.None, 6), (outcome.Error, outcome.BaseOffset));
        Assert.Equal(["0 a", "1 b", "3 d", "5 f"], await DuplicateBroker.BodiesAsync(queue.Topic, withOffsets: true));
        Assert.Equal(MessageState.Settled, queue.StateOf(new MessageRef(0, 2, 1)));
        Assert.Equal(MessageState.Settled, queue.StateOf(new MessageRef(0, 7, 1)));
        Assert.Equal(MessageState.Ready, queue.StateOf(new MessageRef(0, 3, 1)));
        await broker.CrashAsync();
        outcome = await broker.AppendAsync(broker.Find("q").Topic.Partitions[0], codec, 8, "3 i", "4 j");
        Assert.Equal((AppendError.None, 8), (outcome.Error, outcome.BaseOffset));
        Assert.Equal(
            ["a", "b", "d", "f", "j"], await DuplicateBroker.BodiesAsync(broker.Find("q").Topic));
    }

    [Fact]
    public async Task A_stream_does_it_by_its_topics_setting()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Topic topic = (await broker.Broker.Topics.CreateAsync(
            "/", "s", TopicKind.Stream, 1, new Dictionary<string, string>(), false, default)).Topic!;
        await broker.AppendAsync(topic.Partitions[0], CompressionCodec.None, -1, "1 a", "1 b");
        var settings = new Dictionary<string, string> { ["deduplication.window.ms"] = "500" };
        Assert.Equal(
            TopicError.None, (await broker.Broker.Topics.ConfigureAsync(topic, settings, false, default)).Error);
        await broker.AppendAsync(topic.Partitions[0], CompressionCodec.None, -1, "1 c", "1 d");
        await broker.CrashAsync();
        topic = broker.Broker.Topics.Find("/", "s")!;
        await broker.PublishAsync(topic.Partitions[0], "1 e", "2 f");
        Assert.Equal(["a", "b", "c", "f"], await DuplicateBroker.BodiesAsync(topic));
        Queue queue = await broker.DeclareAsync("q");
        TopicOutcome refused = await broker.Broker.Topics.ConfigureAsync(queue.Topic, settings, false, default);
        Assert.Equal(TopicError.InvalidSettings, refused.Error);
        Assert.Contains("x-deduplication-window-ms", refused.Reason, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(DuplicateBroker broker, Func<bool> condition, int aheadMs)
    {
        broker.Time.Advance(TimeSpan.FromMilliseconds(aheadMs));
        DateTime end = DateTime.UtcNow.AddSeconds(30);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, "it did not come true");
            await Task.Yield();
        }
    }
}
