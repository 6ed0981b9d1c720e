using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>
/// An idempotent producer that goes on over restarts of the broker neither loses nor repeats a record.
/// </summary>
public sealed class IdempotenceTests
{
    private const int Count = 60_000;

    [Theory]
    [InlineData("librdkafka", true)]
    [InlineData("librdkafka", false)]
    [InlineData("python3-confluent-kafka", true)]
    [InlineData("python3-confluent-kafka", false)]
    [InlineData("Confluent.Kafka", true)]
    [InlineData("Confluent.Kafka", false)]
    public async Task Every_record_is_there_once_after_the_broker_restarted_twice(string name, bool killed)
    {
        await using var own = new OwnBroker();
        BrokerProcess broker = own.Broker;
        await broker.StartAsync();
        string topic = await Topics.CreateAsync(broker);
        // Larger values make the run long enough for two restarts on a fast machine.
        Task produced = Client.Named(name).ProduceAsync(
            broker, new ProduceOptions(topic, Count) { Idempotent = true, Rate = 20_000, Size = 1000 });
        foreach (int progress in new[] { Count / 10, Count / 3 })
        {
            await Eventually.TrueAsync(
                () => $"{progress} records are written\n{broker.LogTail}",
                () => produced.IsCompleted || Topics.Count(broker, topic) >= progress);
            if (killed)
                await broker.Kill9Async();
            else
                await broker.StopAsync();
            await broker.StartAsync();
        }
        await produced;
        await Client.Named("librdkafka").ConsumeAsync(broker, topic, Count, withHeaders: true);
    }
}
