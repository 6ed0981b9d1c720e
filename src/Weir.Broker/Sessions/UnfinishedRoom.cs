namespace Weir.Broker.Sessions;

/// <summary>
/// Memory for messages and requests of which only a part has come, shared by all connections: a peer may announce the
/// largest one, send most of it and wait, on as many connections as it likes. Each connection has a share that is free
/// (<see cref="UnfinishedShare"/>); what is beyond is taken from here, and who finds nothing left is refused.
/// Thread-safe.
/// </summary>
public sealed class UnfinishedRoom(long bytesMax)
{
    private long _takenBytes;

    public long BytesMax => bytesMax;

    public long TakenBytes => Interlocked.Read(ref _takenBytes);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _takenBytes, bytes) <= bytesMax) return true;
        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _takenBytes, -bytes);
}
