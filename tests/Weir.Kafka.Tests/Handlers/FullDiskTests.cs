using Weir.Kafka.Wire;
using Weir.Storage.Logs;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>
/// A disk with no room: who produces is refused with an error that clients try again, who reads goes on.
/// </summary>
public sealed class FullDiskTests
{
    private const long Reserve = 64 << 20;

    [Fact]
    public async Task Produce_is_answered_with_storage_error_until_there_is_room()
    {
        await using KafkaHarness harness = await OpenAsync();
        Assert.Equal(KafkaError.None, (await ProduceAsync(harness, "first")).ErrorCode);
        SetFree(harness, Reserve / 2);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            ProduceResponse.Partition refused = await ProduceAsync(harness, "refused");
            Assert.Equal(KafkaError.KafkaStorageError, refused.ErrorCode);
            Assert.Equal(-1, refused.BaseOffset);
        }

        SetFree(harness, 2 * Reserve);
        ProduceResponse.Partition taken = await ProduceAsync(harness, "second");
        Assert.Equal(KafkaError.None, taken.ErrorCode);
        Assert.Equal(1, taken.BaseOffset);
        Assert.Equal(["first", "second"], await FetchAsync(harness));
    }

    [Fact]
    public async Task Fetch_goes_on()
    {
        await using KafkaHarness harness = await OpenAsync();
        await ProduceAsync(harness, "first");
        SetFree(harness, 0);
        Assert.Equal(["first"], await FetchAsync(harness));
    }

    private static async Task<KafkaHarness> OpenAsync()
    {
        KafkaHarness harness = await KafkaHarness.OpenAsync(log: new LogStoreOptions { FreeBytesMin = Reserve });
        await harness.CreateTopicAsync("t");
        return harness;
    }

    private static async Task<ProduceResponse.Partition> ProduceAsync(KafkaHarness harness, string value)
    {
        ProduceResponse response = await harness.Connect().SendAsync(
            Records.Produce("t", (0, Records.Batch(harness.Time.NowMs, [value]))), 9);
        return Assert.Single(Assert.Single(response.Responses).PartitionResponses);
    }

    private static async Task<string[]> FetchAsync(KafkaHarness harness)
    {
        FetchResponse fetched = await harness.Connect().SendAsync(Records.Fetch("t", 0), 11);
        return [.. Records.Values(fetched.Responses[0].Partitions[0])];
    }

    private static void SetFree(KafkaHarness harness, long bytes)
    {
        harness.Engine.Faults.FreeBytes = bytes;
        harness.Time.Advance(TimeSpan.FromMilliseconds(500));
    }
}
