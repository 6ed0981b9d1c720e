using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>
/// Celery with workers of its own: tasks, results by rpc, retries, remote control, a worker that is killed.
/// </summary>
public sealed class CeleryTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    [Fact]
    public async Task Tasks_retries_delays_chains_and_groups_give_their_results_by_rpc()
    {
        await using ClientProgram worker = await RunAsync("worker", "plain");
        await SucceedsAsync("tasks", "plain");
    }

    [Fact]
    public async Task Chords_are_joined()
    {
        // Results by rpc cannot join: the parts' results lie in files, and the broker carries the waiting for them.
        string results = Directory.CreateDirectory(broker.ScratchFile("chords")).FullName;
        await using ClientProgram worker = await RunAsync("worker", "chords", results);
        await SucceedsAsync("chord", "chords", results);
    }

    [Fact]
    public async Task A_worker_is_controlled_and_inspected_from_afar()
    {
        await using ClientProgram worker = await RunAsync("worker", "control");
        await SucceedsAsync("control", "control");
    }

    [Fact]
    public async Task A_task_acknowledged_late_is_done_by_another_worker_when_its_own_is_killed()
    {
        await using ClientProgram caller = await RunAsync("late", "late");
        await using ClientProgram first = await RunAsync("worker", "late");
        await first.SaysAsync("holding", broker);
        await first.KillAsync();
        await using ClientProgram second = await RunAsync("worker", "late");
        (await caller.WaitAsync()).MustSucceed(broker);
    }

    private Task<ClientProgram> RunAsync(string command, params string[] more) =>
        AmqpProgram.StartAsync(broker, "celeryapp.py", command, more);

    private Task SucceedsAsync(string command, params string[] more) =>
        AmqpProgram.RunAsync(broker, "celeryapp.py", command, more);
}
