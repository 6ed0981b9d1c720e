using System.IO.Pipelines;
using Weir.Broker.Queues;
using Weir.Broker.Sessions;
using Weir.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>
/// What goes to the client. Sessions, dispatchers and the confirm loop write into one buffer under <see cref="Gate"/>;
/// a single loop swaps it and hands it to the pipe. So the frames of a message stay together, and a slow client holds
/// up only its own loop: dispatchers see <see cref="IsFullFor"/> and go on with others.
/// </summary>
internal sealed class ConnectionOutput(PipeWriter pipe, int unsentBytesMax, ClientConnection session) : IDisposable
{
    private readonly List<IWakeable> _blocked = [];
    private readonly List<IWakeable> _waking = [];
    private PooledBufferWriter _sending = new();
    private TaskCompletionSource? _idle;
    private bool _isFlushing;

    /// <summary>Held while frames are written to <see cref="Buffer"/>.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Only under <see cref="Gate"/>.</summary>
    public PooledBufferWriter Buffer { get; private set; } = new();

    /// <summary>The client has gone; what is written goes nowhere.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether anything was sent since the last question.</summary>
    public bool HasSent { get; set; }

    /// <summary>True when enough waits for the client; the source is then woken as soon as it has gone.</summary>
    public bool IsFullFor(IWakeable source)
    {
        if (Buffer.WrittenBytes < unsentBytesMax && !IsBroken) return false;
        lock (Gate)
        {
            if (IsBroken) return true;
            if (Buffer.WrittenBytes < unsentBytesMax) return false;
            if (!_blocked.Contains(source)) _blocked.Add(source);
            return true;
        }
    }

    /// <summary>Sends what was written, unless that is under way already.</summary>
    public void Flush()
    {
        lock (Gate)
        {
            if (IsBroken) Buffer.Reset();
            if (_isFlushing || Buffer.WrittenBytes == 0) return;
            _isFlushing = true;
        }

        _ = RunAsync();
    }

    /// <summary>Completes when everything written was sent, or cannot be.</summary>
    public Task WhenIdleAsync()
    {
        Flush();
        lock (Gate)
        {
            if (!_isFlushing) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>The connection is over: nothing more is written to the pipe.</summary>
    public void Break()
    {
        lock (Gate) IsBroken = true;
        pipe.CancelPendingFlush();
    }

    /// <summary>Only when idle.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            Buffer.Dispose();
            _sending.Dispose();
        }
    }

    private async Task RunAsync()
    {
        while (TrySwap())
        {
            foreach (IWakeable source in _waking) source.Wake();
            _waking.Clear();
            try
            {
                FlushResult result = await pipe.WriteAsync(_sending.WrittenMemory);
                if (result.IsCompleted) IsBroken = true;
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
            {
                IsBroken = true;
            }

            session.BytesSent += _sending.WrittenBytes;
            _sending.Reset();
        }
    }

    private bool TrySwap()
    {
        lock (Gate)
        {
            if (IsBroken) Buffer.Reset();
            if (Buffer.WrittenBytes == 0)
            {
                _isFlushing = false;
                _idle?.SetResult();
                _idle = null;
                return false;
            }

            (Buffer, _sending) = (_sending, Buffer);
            HasSent = true;
            _waking.AddRange(_blocked);
            _blocked.Clear();
            return true;
        }
    }
}
