using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

public sealed class FetchTests
{
    private const int WaitMs = 31_234;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(WaitMs);

    [Fact]
    public async Task A_long_poll_wakes_when_something_is_appended()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t");
        KafkaClient client = harness.Connect();
        int poll = await client.PostAsync(Records.Fetch("t", 0, WaitMs), 11);
        await Eventually.TrueAsync(() => harness.Time.HasTimerDueIn(Wait));
        Assert.False(client.HasAnswer());
        await Records.ProduceAsync(harness, "t", 0, "a");
        FetchResponse response = await client.ReceiveAsync<FetchResponse>(ApiKey.Fetch, 11, poll);
        Assert.Equal(["a"], Records.Values(response.Responses[0].Partitions[0]));
    }

    [Fact]
    public async Task A_long_poll_waits_for_as_many_bytes_as_are_asked()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t");
        int bytes = Records.Batch(harness.Time.NowMs, ["a"]).Length;
        KafkaClient client = harness.Connect();
        int poll = await client.PostAsync(Records.Fetch("t", 0, WaitMs, bytes + 1), 11);
        await Eventually.TrueAsync(() => harness.Time.HasTimerDueIn(Wait));
        await Records.ProduceAsync(harness, "t", 0, "a");
        await Records.ProduceAsync(harness, "t", 0, "b");
        FetchResponse response = await client.ReceiveAsync<FetchResponse>(ApiKey.Fetch, 11, poll);
        Assert.Equal(["a", "b"], Records.Values(response.Responses[0].Partitions[0]));
    }

    [Fact]
    public async Task A_long_poll_ends_after_the_longest_wait_with_what_there_is()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t");
        await Records.ProduceAsync(harness, "t", 0, "a");
        KafkaClient client = harness.Connect();
        int poll = await client.PostAsync(Records.Fetch("t", 0, WaitMs, 1 << 20), 11);
        await Eventually.TrueAsync(() => harness.Time.HasTimerDueIn(Wait));
        Assert.False(client.HasAnswer());
        harness.Time.Advance(Wait);
        FetchResponse response = await client.ReceiveAsync<FetchResponse>(ApiKey.Fetch, 11, poll);
        Assert.Equal(["a"], Records.Values(response.Responses[0].Partitions[0]));
    }

    [Fact]
    public async Task A_long_poll_ends_with_its_connection()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t");
        KafkaClient client = harness.Connect();
        await client.PostAsync(Records.Fetch("t", 0, WaitMs), 11);
        await Eventually.TrueAsync(() => harness.Time.HasTimerDueIn(Wait));
        await client.CloseAsync();
        Assert.IsAssignableFrom<OperationCanceledException>(await client.Ended);
        Assert.False(harness.Time.HasTimerDueIn(Wait));
    }

    [Fact]
    public async Task A_session_repeats_only_what_is_news()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t", 2);
        KafkaClient client = harness.Connect();
        FetchRequest full = Records.FetchAll("t", 0, 1, (0, 0), (1, 0));
        full.SessionEpoch = 0;
        FetchResponse opened = await client.SendAsync(full, 11);
        Assert.True(opened.SessionId > 0);
        Assert.Equal(2, opened.Responses[0].Partitions.Count);

        FetchResponse quiet = await client.SendAsync(Next(opened.SessionId, 1), 11);
        Assert.Equal((KafkaError.None, opened.SessionId), (quiet.ErrorCode, quiet.SessionId));
        Assert.Empty(quiet.Responses);

        await Records.ProduceAsync(harness, "t", 1, "a");
        FetchResponse news = await client.SendAsync(Next(opened.SessionId, 2), 11);
        FetchResponse.PartitionData partition = Assert.Single(Assert.Single(news.Responses).Partitions);
        Assert.Equal(1, partition.PartitionIndex);
        Assert.Equal(["a"], Records.Values(partition));
    }

    [Fact]
    public async Task A_session_forgets_and_adds_partitions()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t", 3);
        for (int i = 0; i < 3; i++) await Records.ProduceAsync(harness, "t", i, $"{i}");
        KafkaClient client = harness.Connect();
        FetchRequest full = Records.FetchAll("t", 0, 1, (0, 0), (1, 0));
        full.SessionEpoch = 0;
        int session = (await client.SendAsync(full, 11)).SessionId;
        FetchRequest change = Records.FetchAll("t", 0, 1, (2, 0));
        change.SessionId = session;
        change.SessionEpoch = 1;
        change.ForgottenTopicsData = [new FetchRequest.ForgottenTopic { Topic = "t", Partitions = [0] }];
        FetchResponse response = await client.SendAsync(change, 11);
        Assert.Equal([1, 2], response.Responses[0].Partitions.Select(p => p.PartitionIndex));
    }

    [Fact]
    public async Task A_session_reads_its_partitions_in_turn()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t", 3);
        for (int i = 0; i < 3; i++) await Records.ProduceAsync(harness, "t", i, $"{i}");
        KafkaClient client = harness.Connect();
        FetchRequest full = Records.FetchAll("t", 0, 1, (0, 0), (1, 0), (2, 0));
        full.SessionEpoch = 0;
        full.MaxBytes = 1;
        FetchResponse response = await client.SendAsync(full, 11);
        int session = response.SessionId;
        var read = new List<int> { WithRecords(response) };
        for (int epoch = 1; epoch < 6; epoch++)
        {
            FetchRequest next = Next(session, epoch);
            next.MaxBytes = 1;
            read.Add(WithRecords(await client.SendAsync(next, 11)));
        }

        Assert.Equal([0, 1, 2, 0, 1, 2], read);
    }

    [Fact]
    public async Task A_session_of_another_epoch_or_id_is_refused_and_stays()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t");
        KafkaClient client = harness.Connect();
        FetchRequest full = Records.Fetch("t", 0);
        full.SessionEpoch = 0;
        int session = (await client.SendAsync(full, 11)).SessionId;
        FetchResponse wrongEpoch = await client.SendAsync(Next(session, 5), 11);
        Assert.Equal((KafkaError.InvalidFetchSessionEpoch, 0), (wrongEpoch.ErrorCode, wrongEpoch.Responses.Count));
        FetchResponse wrongId = await client.SendAsync(Next(session + 1, 1), 11);
        Assert.Equal(KafkaError.FetchSessionIdNotFound, wrongId.ErrorCode);
        Assert.Equal(KafkaError.None, (await client.SendAsync(Next(session, 1), 11)).ErrorCode);
        Assert.Equal(
            KafkaError.FetchSessionIdNotFound, (await harness.Connect().SendAsync(Next(session, 2), 11)).ErrorCode);
    }

    [Fact]
    public async Task Offsets_outside_of_the_log_are_out_of_range()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t", 2);
        await Records.ProduceAsync(harness, "t", 0, "a");
        FetchResponse response = await harness.Connect().SendAsync(
            Records.FetchAll("t", WaitMs, 1, (0, 2), (1, -1)), 11);
        Assert.All(
            response.Responses[0].Partitions, p => Assert.Equal(KafkaError.OffsetOutOfRange, p.ErrorCode));
    }

    private static int WithRecords(FetchResponse response) =>
        response.Responses[0].Partitions.Single(p => Records.Values(p).Count > 0).PartitionIndex;

    private static FetchRequest Next(int session, int epoch) =>
        new() { MinBytes = 0, SessionId = session, SessionEpoch = epoch };
}
