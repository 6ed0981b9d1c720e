using Weir.Storage.Scheduling;

namespace Weir.Storage.Logs;

/// <summary>
/// Holds tails to their memory budget by letting producers wait. Below half of the budget nobody waits. A checkpoint is
/// asked for at a quarter, so that it is over, or well under way, by then. Above half it makes room, and what is left
/// of the budget is given out as that checkpoint gets on: producers slow down to the pace of the disk, rather than run
/// into a wall and stand still until the checkpoint ends. Who appends little gets a free share in each checkpoint and
/// does not wait behind those who flood.
/// </summary>
/// <param name="wanted">Set when a quarter of the budget is used: a checkpoint may be due.</param>
internal sealed class MemoryRoom(ChunkPool pool, long bytesMax, WakeUp wanted)
{
    /// <summary>What a producer appends in one checkpoint without waiting, at most.</summary>
    private const long FreeBytesMax = 64 << 10;

    private readonly Lock _sync = new();
    private readonly Queue<Waiter> _waiters = new();
    private double _bytesPerStep;
    private double _allowance;
    private long _freeBytesLeft;
    private long _round;
    private bool _isClosed;
    private volatile bool _isAsked;

    /// <summary>True while nobody needs to wait.</summary>
    public bool HasRoom => pool.UsedBytes < bytesMax / 2;

    /// <summary>So much is used that a checkpoint had better begin, if there is enough to write.</summary>
    public bool IsFilling => pool.UsedBytes >= bytesMax / 4;

    /// <summary>Completes when the account may go on.</summary>
    public ValueTask WaitAsync(RoomAccount account, CancellationToken cancel)
    {
        if (HasRoom)
        {
            account.Settle();
            if (!_isAsked && IsFilling)
            {
                _isAsked = true;
                wanted.Set();
            }

            return default;
        }

        wanted.Set();
        if (account.OwedBytes == 0) return default;
        lock (_sync)
        {
            // Again under the lock: room made since would have woken nobody.
            if (HasRoom || _isClosed || TryTakeFree(account) || TryTake(account)) return default;
            var waiter = new Waiter(account);
            _waiters.Enqueue(waiter);
            return new ValueTask(waiter.WaitAsync(cancel));
        }
    }

    /// <summary>A checkpoint of so many steps (bytes to write, and what its end weighs) begins.</summary>
    public void Begin(long steps)
    {
        _isAsked = false;
        lock (_sync)
        {
            _round++;
            _freeBytesLeft = bytesMax / 16;
            _allowance = Math.Min(_allowance, 0);
            long free = Math.Max(0, bytesMax - pool.UsedBytes);
            _bytesPerStep = steps == 0 ? 0 : (double)free / steps;
            // With nothing to write there is no pace to follow.
            if (steps == 0) Give(free / 4.0);
        }
    }

    /// <summary>The checkpoint got on by so many steps.</summary>
    public void Advance(long steps)
    {
        lock (_sync) Give(steps * _bytesPerStep);
    }

    /// <summary>A checkpoint ended well: whoever still waits needs the next one.</summary>
    public void AskAgain()
    {
        lock (_sync)
            if (_waiters.Count > 0) wanted.Set();
    }

    /// <summary>Memory was given back: lets everybody go if that made room.</summary>
    public void Released()
    {
        if (!HasRoom) return;
        lock (_sync)
        {
            _allowance = 0;
            LetGo();
        }
    }

    /// <summary>Nobody waits from now on.</summary>
    public void Close()
    {
        lock (_sync)
        {
            _isClosed = true;
            LetGo();
        }
    }

    private bool TryTakeFree(RoomAccount account)
    {
        if (account.Round != _round)
            (account.Round, account.FreeBytes) = (_round, Math.Min(FreeBytesMax, bytesMax / 64));
        if (account.OwedBytes > Math.Min(account.FreeBytes, _freeBytesLeft)) return false;
        account.FreeBytes -= account.OwedBytes;
        _freeBytesLeft -= account.OwedBytes;
        account.Settle();
        return true;
    }

    private bool TryTake(RoomAccount account)
    {
        if (_waiters.Count > 0 || _allowance <= 0) return false;
        _allowance -= account.OwedBytes;
        account.Settle();
        return true;
    }

    private void Give(double bytes)
    {
        _allowance += bytes;
        while (_allowance > 0 && _waiters.TryDequeue(out Waiter? waiter))
        {
            _allowance -= waiter.Account.OwedBytes;
            waiter.Account.Settle();
            waiter.Done.TrySetResult();
        }
    }

    private void LetGo()
    {
        while (_waiters.TryDequeue(out Waiter? waiter))
        {
            waiter.Account.Settle();
            waiter.Done.TrySetResult();
        }
    }

    private sealed class Waiter(RoomAccount account)
    {
        public RoomAccount Account => account;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WaitAsync(CancellationToken cancel) => cancel.CanBeCanceled ? CancelableAsync(cancel) : Done.Task;

        private async Task CancelableAsync(CancellationToken cancel)
        {
            await using CancellationTokenRegistration registration = cancel.UnsafeRegister(
                static (state, token) => ((Waiter)state!).Done.TrySetCanceled(token), this);
            await Done.Task;
        }
    }
}
