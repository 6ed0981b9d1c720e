namespace Weir.Kafka.Sessions;

/// <summary>
/// An incremental fetch session (KIP-227): the partitions a client reads, so that a poll need not name them all and an
/// answer need not repeat what has not changed. It lives with its connection; a client that comes back is told that the
/// session is gone and opens a new one with a full fetch.
/// </summary>
internal sealed class FetchSession(int id)
{
    public int Id { get; } = id;

    /// <summary>The epoch that the next request must carry; wraps from int.MaxValue to 1.</summary>
    public int NextEpoch { get; private set; } = 1;

    public List<FetchTarget> Targets { get; } = [];

    /// <summary>
    /// The target that is read first next time: the one behind the last that had records. A client cannot take turns
    /// itself, as it names nothing; without turns, partitions with a backlog would keep others from being read.
    /// </summary>
    public int FirstRead { get; set; }

    public void Advance() => NextEpoch = NextEpoch == int.MaxValue ? 1 : NextEpoch + 1;
}
