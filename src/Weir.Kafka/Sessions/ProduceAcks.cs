using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Weir.Kafka.Wire;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Kafka.Sessions;

/// <summary>
/// Answers produce requests in order as their commits come. While it has something to answer it owns the connection's
/// output; the session waits for <see cref="WaitUntilIdleAsync"/> before it writes anything itself. Once an answer
/// cannot be given <paramref name="onFailed"/> is called, from any thread, as the session may be waiting for its
/// client.
/// </summary>
internal sealed class ProduceAcks(PipeWriter output, int waitingMax, Action onFailed) : IDisposable
{
    private readonly Lock _sync = new();
    private readonly Queue<ProduceAck> _waiting = new();
    private readonly Stack<ProduceAck> _spare = new();
    private readonly CommitWaiter _commit = new();
    private readonly KafkaWriter _writer = new();
    private TaskCompletionSource? _idle;
    private bool _running;

    /// <summary>True once an answer could not be given: the connection must end.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Our own mistake, for the session to throw where it is seen.</summary>
    public Exception? Fault { get; private set; }

    public bool IsFull
    {
        get
        {
            lock (_sync) return _waiting.Count >= waitingMax;
        }
    }

    public ProduceAck Rent()
    {
        lock (_sync) return _spare.TryPop(out ProduceAck? ack) ? ack : new ProduceAck();
    }

    public void Add(ProduceAck ack)
    {
        lock (_sync)
        {
            _waiting.Enqueue(ack);
            if (_running) return;
            _running = true;
        }

        _ = RunAsync();
    }

    public ValueTask WaitUntilIdleAsync()
    {
        lock (_sync)
        {
            if (!_running) return default;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_idle.Task);
        }
    }

    /// <summary>Only when idle.</summary>
    public void Dispose()
    {
        foreach (ProduceAck ack in _spare) ack.Dispose();
        _writer.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                ProduceAck? ack = Next();
                if (ack is null && _writer.Length == 0) return;
                if (ack is null)
                {
                    await FlushAsync();
                    continue;
                }

                if (!await IsCommittedAsync(ack)) Fail();
                if (!HasFailed && ack.IsWanted) ack.Write(_writer);
                lock (_sync) _spare.Push(ack);
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The client has gone; what it sent stays appended.
            Fail();
            End();
        }
        catch (Exception e)
        {
            Fault = e;
            Fail();
            End();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> IsCommittedAsync(ProduceAck ack)
    {
        foreach (ProduceResult result in ack.Results)
        {
            if (result.Shard is null || result.Shard.IsDurable(result.Lsn)) continue;
            await FlushAsync();
            if (await result.Shard.WaitAsync(result.Lsn, _commit) != Commit.Done) return false;
        }

        return true;
    }

    /// <summary>The next request; null when there is none, which ends the run unless bytes are left to flush.</summary>
    private ProduceAck? Next()
    {
        lock (_sync)
        {
            if (_waiting.TryDequeue(out ProduceAck? ack)) return ack;
            if (_writer.Length == 0) EndLocked();
            return null;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushAsync()
    {
        if (_writer.Length == 0) return;
        output.Write(_writer.WrittenSpan);
        _writer.Clear();
        await output.FlushAsync();
    }

    private void Fail()
    {
        HasFailed = true;
        onFailed();
    }

    private void End()
    {
        lock (_sync)
        {
            _waiting.Clear();
            EndLocked();
        }
    }

    private void EndLocked()
    {
        _running = false;
        _idle?.SetResult();
        _idle = null;
    }
}
