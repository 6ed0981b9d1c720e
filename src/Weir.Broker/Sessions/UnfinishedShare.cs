namespace Weir.Broker.Sessions;

/// <summary>
/// What one connection holds of messages that have come in part. Belongs to the session: no two threads at once.
/// </summary>
public sealed class UnfinishedShare(UnfinishedRoom room) : IDisposable
{
    /// <summary>A connection holds as much without asking.</summary>
    public const int FreeBytes = 256 << 10;

    private long _heldBytes;
    private long _takenBytes;

    /// <summary>False when there is no room; nothing has changed then.</summary>
    public bool TryAdd(long bytes)
    {
        long wanted = _heldBytes + bytes - FreeBytes;
        if (wanted > _takenBytes)
        {
            if (!room.TryTake(wanted - _takenBytes)) return false;
            _takenBytes = wanted;
        }

        _heldBytes += bytes;
        return true;
    }

    public void Remove(long bytes)
    {
        _heldBytes -= bytes;
        long wanted = Math.Max(0, _heldBytes - FreeBytes);
        if (wanted == _takenBytes) return;
        room.Return(_takenBytes - wanted);
        _takenBytes = wanted;
    }

    public void Dispose() => Remove(_heldBytes);
}
