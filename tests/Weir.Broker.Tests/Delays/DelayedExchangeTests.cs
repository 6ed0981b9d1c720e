using Weir.Broker.Delays;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Memory;
using Weir.Wire.Records;

namespace Weir.Broker.Tests.Delays;

/// <summary>Records that wait for an exchange, and what it sends to logs of its own shard and of others.</summary>
public sealed class DelayedExchangeTests
{
    [Fact]
    public async Task A_record_waits_until_somebody_can_route_it()
    {
        await using DelayBroker broker = await DelayBroker.StartAsync();
        Partition queue = await broker.DeclareAsync("q");
        await broker.ParkAsync("x", "a", broker.Time.NowMs);
        broker.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(await DelayBroker.NamesAsync(queue));
        broker.Broker.Delays.Routing = new ToAll([queue]);
        Assert.Equal(["a"], await broker.WaitAsync(queue, 1));
    }

    [Fact]
    public async Task A_record_that_nothing_is_bound_for_is_gone_when_it_is_due()
    {
        await using DelayBroker broker = await DelayBroker.StartAsync();
        broker.Broker.Delays.Routing = new ToAll([]);
        await broker.ParkAsync("x", "a", broker.Time.NowMs + 10);
        Assert.Equal(1, broker.Broker.Delays.PendingCount);
        await broker.EventuallyAsync(() => Task.FromResult(broker.Broker.Delays.PendingCount == 0));
    }

    [Theory]
    [InlineData(AppendFault.UnknownAndLost)]
    [InlineData(AppendFault.UnknownButStored)]
    public async Task A_crash_at_any_frame_leaves_one_in_each_log_of_whatever_shard(AppendFault fault)
    {
        bool struck = true;
        for (int append = 1; struck; append++)
        {
            await using DelayBroker broker = await DelayBroker.StartAsync();
            await broker.DeclareAsync("q");
            await broker.Broker.Topics.CreateAsync(
                "/", "s", TopicKind.Stream, 3, new Dictionary<string, string>(), false, default);
            Partition[] targets = Targets(broker);
            Assert.True(targets.Select(static t => t.Shard.Id).Distinct().Count() > 2);
            broker.Broker.Delays.Routing = new ToAll(targets);
            broker.Faults.AtAppend(append, fault);
            var promised = new List<string>();
            try
            {
                foreach (string name in (string[])["a", "b", "c"])
                {
                    await broker.ParkAsync("x", name, broker.Time.NowMs + 5);
                    promised.Add(name);
                }

                await broker.EventuallyAsync(() => Task.FromResult(
                    broker.Broker.Delays.PendingCount == 0 || targets.Any(static t => !t.Shard.IsWritable)));
            }
            catch (StorageFailedException)
            {
                // The shard takes no writes from then on.
            }

            struck = targets.Any(static t => !t.Shard.IsWritable);
            await broker.CrashAsync();
            targets = Targets(broker);
            broker.Broker.Delays.Routing = new ToAll(targets);
            await broker.EventuallyAsync(() => Task.FromResult(broker.Broker.Delays.PendingCount == 0));
            foreach (Partition target in targets)
            {
                string[] names = await DelayBroker.NamesAsync(target);
                Assert.Equal(names.Distinct(), names);
                Assert.Empty(promised.Except(names));
            }
        }
    }

    private static Partition[] Targets(DelayBroker broker) =>
        [.. broker.Broker.Topics.Find("/", "s")!.Partitions, .. broker.Broker.Topics.Find("/", "q")!.Partitions];

    private sealed class ToAll(Partition[] targets) : IDelayedRouting
    {
        public void Route(string ns, ReadOnlySpan<byte> exchange, in RecordView record, List<Partition> into)
        {
            Assert.Equal("/", ns);
            Assert.True(exchange.SequenceEqual("x"u8));
            into.AddRange(targets);
        }
    }
}
