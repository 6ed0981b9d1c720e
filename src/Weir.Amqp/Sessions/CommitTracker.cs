using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Amqp.Sessions;

/// <summary>
/// The newest frame of each shard that holds something of this connection, so that a request that must see the
/// connection's own publishes can wait for them. For the session only.
/// </summary>
internal sealed class CommitTracker
{
    private readonly List<CommitPoint> _points = [];
    private readonly CommitWaiter _waiter = new();

    public void Add(List<CommitPoint> points)
    {
        foreach (CommitPoint point in points) Add(point);
    }

    public void Add(CommitPoint point)
    {
        int at = 0;
        while (at < _points.Count && !ReferenceEquals(_points[at].Shard, point.Shard)) at++;
        if (at == _points.Count) _points.Add(point);
        else _points[at] = point;
    }

    /// <exception cref="StorageFailedException">One of them will never be durable.</exception>
    public async ValueTask WaitAsync()
    {
        foreach (CommitPoint point in _points)
        {
            if (!point.IsDurable && await point.Shard.WaitAsync(point.Lsn, _waiter) != Commit.Done)
                throw new StorageFailedException($"a commit of {point.Shard.Id} failed");
        }

        _points.Clear();
    }
}
