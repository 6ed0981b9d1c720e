namespace Weir.Storage.Scheduling;

/// <summary>
/// Where work goes that nobody waits for on the spot: the thread pool. A simulation has a queue of its own, which runs
/// everything on one thread, so that a seed decides what happens in which order.
/// </summary>
public abstract class WorkQueue
{
    public static WorkQueue Pool { get; } = new PoolQueue();

    /// <summary>Runs the item soon, never within the call.</summary>
    public abstract void Post(IThreadPoolWorkItem item);

    private sealed class PoolQueue : WorkQueue
    {
        public override void Post(IThreadPoolWorkItem item) =>
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
    }
}
