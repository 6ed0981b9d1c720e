using System.Collections.Concurrent;
using System.Text;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Tests.Delays;
using Weir.Storage.Memory;
using Weir.Testing.Time;

namespace Weir.Broker.Tests.Queues;

/// <summary>A message that dies while nobody is there to see it goes where dead messages go all the same.</summary>
public sealed class DeadLetterStartTests
{
    [Fact]
    public async Task A_message_that_expired_while_the_broker_was_away_is_dead_lettered_by_the_first_sweep()
    {
        var time = new ManualTime();
        var engine = new MemoryEngine();
        var written = new ConcurrentQueue<string>();
        var options = new BrokerOptions { DeadLetters = broker => new Writer(broker, written) };
        await using (MessageBroker first = await MessageBroker.OpenAsync(engine, options, time, default))
        {
            await first.Exchanges.DeclareAsync(new ExchangeDefinition("/", "dead", ExchangeType.Fanout), default);
            var queue = new QueueOptions { MessageTtlMs = 1_000, DeadLetterExchange = "dead" };
            await first.Queues.DeclareAsync("/", "q", queue, default);
            using var batch = new PublishBatch();
            batch.Add(first.Topics.Find("/", "q")!.Partitions[0], time.NowMs, "k"u8, "a"u8, default, 0);
            await DelayBroker.CommitAsync(batch);
        }

        MemoryEngine survivor = engine.Crash();
        time.Advance(TimeSpan.FromSeconds(2));
        await using MessageBroker second = await MessageBroker.OpenAsync(survivor, options, time, default);
        DateTime end = DateTime.UtcNow.AddSeconds(30);
        while (written.IsEmpty && DateTime.UtcNow < end)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal(["a to dead"], written);
    }

    private sealed class Writer(MessageBroker broker, ConcurrentQueue<string> written) : IDeadLetterWriter
    {
        public void Write(PublishBatch batch, in Delivery delivery, DeathReason reason)
        {
            string? exchange = broker.Exchanges.Find("/", delivery.Queue.Options.DeadLetterExchange!)?.Name;
            written.Enqueue($"{Encoding.UTF8.GetString(delivery.Record.Value)} to {exchange}");
        }
    }
}
