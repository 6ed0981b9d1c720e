using Weir.Broker.Queues;
using Weir.Storage.Memory;
using Weir.Testing.Time;

namespace Weir.Broker.Tests.Queues;

public sealed class QueueExpiryTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_queue_that_nobody_uses_is_kept_for_its_time_whoever_sets_the_clock(int hours)
    {
        var time = new ManualTime();
        await using var engine = new MemoryEngine();
        await using MessageBroker broker = await MessageBroker.OpenAsync(engine, new BrokerOptions(), time, default);
        await broker.Queues.DeclareAsync("/", "q", new QueueOptions { ExpiresMs = 60_000 }, default);
        var deleted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        broker.Topics.Deleted += _ => deleted.TrySetResult();
        time.SetClock(TimeSpan.FromHours(hours));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(broker.Queues.Find("/", "q"));
        time.Advance(TimeSpan.FromSeconds(2));
        await deleted.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
