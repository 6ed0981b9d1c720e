namespace Weir.Load;

/// <summary>
/// What the connections of one thread have counted. Only that thread writes; the run reads the totals while it goes on
/// and the histograms after the thread has ended.
/// </summary>
internal sealed class LoadTally
{
    private long _sent;
    private long _confirmed;
    private long _refused;
    private long _received;

    public LatencyHistogram ConfirmLatency { get; } = new();

    public LatencyHistogram EndToEndLatency { get; } = new();

    public long Sent => Volatile.Read(ref _sent);

    public long Confirmed => Volatile.Read(ref _confirmed);

    /// <summary>Messages that the broker said it did not take.</summary>
    public long Refused => Volatile.Read(ref _refused);

    public long Received => Volatile.Read(ref _received);

    public void AddSent(int count) => Volatile.Write(ref _sent, _sent + count);

    public void AddConfirmed(int count) => Volatile.Write(ref _confirmed, _confirmed + count);

    public void AddRefused(int count) => Volatile.Write(ref _refused, _refused + count);

    public void AddReceived(int count) => Volatile.Write(ref _received, _received + count);
}
