using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Storage.Memory;

namespace Weir.Broker.Tests.Duplicates;

/// <summary>What is remembered is what is stored, wherever the process ends.</summary>
public sealed class DuplicateCrashTests
{
    [Theory]
    [InlineData(AppendFault.UnknownAndLost, false)]
    [InlineData(AppendFault.UnknownButStored, false)]
    [InlineData(AppendFault.UnknownAndLost, true)]
    [InlineData(AppendFault.UnknownButStored, true)]
    public async Task A_crash_at_any_frame_leaves_one_of_each_when_all_is_sent_again(AppendFault fault, bool checkpoint)
    {
        string[] all = ["1 a", "2 b", "3 c", "4 d", "5 e"];
        for (int append = 1; ; append++)
        {
            await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
            Queue queue = await broker.DeclareAsync("q");
            if (checkpoint)
            {
                await broker.PublishAsync(queue, all[0]);
                await broker.Broker.Store.CheckpointAsync(default);
            }

            broker.Faults.AtAppend(append, fault);
            bool struck = false;
            try
            {
                foreach (string message in all) await broker.PublishAsync(queue, message);
                await broker.PublishAsync(queue, [.. all, .. all]);
            }
            catch (StorageFailedException)
            {
                struck = true;
            }

            await broker.CrashAsync();
            queue = broker.Find("q");
            // Whoever got no confirmation sends again.
            await broker.PublishAsync(queue, all);
            Assert.Equal(["a", "b", "c", "d", "e"], await DuplicateBroker.BodiesAsync(queue.Topic));
            if (!struck) break;
        }
    }

    [Fact]
    public async Task An_id_is_remembered_until_its_window_ends_across_a_restart()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue queue = await broker.DeclareAsync("q");
        await broker.PublishAsync(queue, "1 a");
        broker.Time.Advance(TimeSpan.FromMilliseconds(500));
        await broker.PublishAsync(queue, "2 b");
        await broker.Broker.Store.CheckpointAsync(default);
        await broker.CrashAsync();
        broker.Time.Advance(TimeSpan.FromMilliseconds(500));
        await broker.PublishAsync(broker.Find("q"), "1 c", "2 d");
        Assert.Equal(["a", "b", "c"], await DuplicateBroker.BodiesAsync(broker.Find("q").Topic));
    }

    [Fact]
    public async Task A_queue_that_is_made_again_has_seen_nothing()
    {
        await using DuplicateBroker broker = await DuplicateBroker.StartAsync();
        Queue queue = await broker.DeclareAsync("q");
        await broker.PublishAsync(queue, "1 a");
        await broker.Broker.Queues.DeleteAsync(queue, default);
        queue = await broker.DeclareAsync("q");
        await broker.PublishAsync(queue, "1 b");
        Assert.Equal(["b"], await DuplicateBroker.BodiesAsync(queue.Topic));
    }
}
