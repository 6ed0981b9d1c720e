using Weir.Amqp.Wire;
using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Amqp.Sessions;

/// <summary>
/// Confirms publishes in order as their commits come: one loop a connection, one acknowledgement a channel and read. It
/// never waits for consumers or for the client.
/// </summary>
internal sealed class Confirms(ConnectionOutput output, int waitingMax)
{
    private readonly Lock _sync = new();
    private readonly Queue<ConfirmBatch> _waiting = new();
    private readonly Stack<ConfirmBatch> _spare = new();
    private readonly CommitWaiter _commit = new();
    private TaskCompletionSource? _idle;
    private bool _running;

    /// <summary>A commit failed: what waits will never be confirmed.</summary>
    public bool HasFailed { get; private set; }

    public bool IsFull
    {
        get
        {
            lock (_sync) return _waiting.Count >= waitingMax;
        }
    }

    public ConfirmBatch Rent()
    {
        lock (_sync) return _spare.TryPop(out ConfirmBatch? batch) ? batch : new ConfirmBatch();
    }

    public void Return(ConfirmBatch batch)
    {
        batch.Clear();
        lock (_sync) _spare.Push(batch);
    }

    public void Add(ConfirmBatch batch)
    {
        lock (_sync)
        {
            _waiting.Enqueue(batch);
            if (_running) return;
            _running = true;
        }

        _ = RunAsync();
    }

    public Task WhenIdleAsync()
    {
        lock (_sync)
        {
            if (!_running) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    private async Task RunAsync()
    {
        while (TryNext(out ConfirmBatch? batch))
        {
            foreach (CommitPoint point in batch.Points)
            {
                if (point.IsDurable || HasFailed) continue;
                output.Flush();
                if (await point.Shard.WaitAsync(point.Lsn, _commit) != Commit.Done) HasFailed = true;
            }

            if (!HasFailed) Write(batch);
            Return(batch);
        }

        output.Flush();
    }

    private void Write(ConfirmBatch batch)
    {
        lock (output.Gate)
        {
            foreach ((AmqpChannel channel, ulong upTo) in batch.Channels)
            {
                if (channel.IsClosed) continue;
                if (batch.Refused.Count > 0) WriteRefused(channel, batch);
                Acknowledge(channel, upTo);
            }
        }
    }

    /// <summary>Negative acknowledgements, and before each what was stored before it.</summary>
    private void WriteRefused(AmqpChannel channel, ConfirmBatch batch)
    {
        foreach ((AmqpChannel refused, ulong number) in batch.Refused)
        {
            if (!ReferenceEquals(refused, channel)) continue;
            Acknowledge(channel, number - 1);
            BasicNack.Write(output.Buffer, channel.Number, number, multiple: false, requeue: false);
            channel.Confirmed = number;
        }
    }

    private void Acknowledge(AmqpChannel channel, ulong upTo)
    {
        if (upTo <= channel.Confirmed) return;
        BasicAck.Write(output.Buffer, channel.Number, upTo, multiple: upTo > channel.Confirmed + 1);
        channel.Confirmed = upTo;
    }

    private bool TryNext([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ConfirmBatch? batch)
    {
        lock (_sync)
        {
            if (_waiting.TryDequeue(out batch)) return true;
            _running = false;
            _idle?.SetResult();
            _idle = null;
            return false;
        }
    }
}
