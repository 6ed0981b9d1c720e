using Weir.Broker.Queues;
using Weir.Testing.Time;

namespace Weir.Simulation.Brokers;

/// <summary>
/// What the broker promised: every message, the queues it went to, and what became of it there. It never asks the
/// broker what to expect. <see cref="QueueChecks"/> holds what is found against it.
/// </summary>
internal sealed class BrokerModel(ManualTime time)
{
    private readonly Dictionary<int, Message> _messages = [];

    public ManualTime Time { get; } = time;

    public SortedDictionary<string, QueueModel> Queues { get; } = new(StringComparer.Ordinal);

    public StreamModel Stream { get; } = new();

    public TeamModel Team { get; } = new();

    /// <summary>Topics that are cleaned, one in each way.</summary>
    public IReadOnlyList<KeptModel> Kept { get; } =
    [
        new("aged", isCompacted: false, retentionMs: 15_000, retentionBytes: 40_000),
        new("latest", isCompacted: true, retentionMs: -1, retentionBytes: -1),
        new("latest-aged", isCompacted: true, retentionMs: 25_000, retentionBytes: -1),
    ];

    /// <summary>Of this life.</summary>
    public List<Change> Changes { get; } = [];

    /// <summary>Frames of the queues' shard up to here survive the process.</summary>
    public long WrittenLsn { get; private set; }

    /// <summary>Frames of the queues' shard up to here survive power loss.</summary>
    public long SyncedLsn { get; private set; }

    public int Deliveries { get; private set; }

    public int Published => _messages.Count;

    public Message NewMessage(int bytes)
    {
        var message = new Message(_messages.Count, bytes, Time.NowMs);
        _messages.Add(message.Id, message);
        return message;
    }

    public static Copy Add(Message message, QueueModel queue, long dueMs = 0)
    {
        if (queue.Copies.TryGetValue(message.Id, out Copy? again)) return again;
        var copy = new Copy(message, queue) { DueMs = dueMs };
        queue.Copies.Add(message.Id, copy);
        return copy;
    }

    /// <summary>A frame was acknowledged.</summary>
    public void OnCommitted(long lsn, bool isSynced)
    {
        WrittenLsn = Math.Max(WrittenLsn, lsn);
        if (isSynced) SyncedLsn = Math.Max(SyncedLsn, lsn);
    }

    /// <summary>The id of a stored value, which must be what was published.</summary>
    public int Check(ReadOnlySpan<byte> value, string where)
    {
        int id = Message.IdOf(value);
        if (!_messages.TryGetValue(id, out Message? message) || !message.Value.AsSpan().SequenceEqual(value))
            throw new HistoryException($"{where}: {value.Length} bytes that nobody published, id {id}");
        return id;
    }

    /// <summary>The copy of a message that showed in a queue; a dead letter shows first there.</summary>
    public Copy See(QueueModel queue, int id)
    {
        if (queue.Copies.TryGetValue(id, out Copy? copy)) return copy;
        QueueModel? source = Queues.Values.FirstOrDefault(q => q.DeadQueue == queue.Name);
        if (source is null || !source.Copies.TryGetValue(id, out Copy? dead))
            throw new HistoryException($"{queue.Name}: message {id} was never sent there");
        if (!dead.IsDying && !source.MayDie(dead, Time.NowMs))
            throw new HistoryException($"{queue.Name}: message {id} died in {source.Name} for no reason");
        if (dead.IsGone) throw new HistoryException($"{queue.Name}: message {id} died after it was gone");
        copy = new Copy(dead.Message, queue) { DiedAs = dead, IsAdded = true };
        dead.DeadLetter = copy;
        queue.Copies.Add(id, copy);
        return copy;
    }

    public Copy Deliver(QueueModel queue, ReadOnlySpan<byte> value, long offset, bool isRedelivered)
    {
        Deliveries++;
        Copy copy = See(queue, Check(value, queue.Name));
        long nowMs = Time.NowMs;
        if (copy.IsMoving) copy.IsRemoved = false;
        string? wrong = copy switch
        {
            { IsGone: true } => "is gone",
            { IsRemoved: true } => "was settled",
            { IsInFlight: true } => "is in flight",
            { IsDying: true, IsCountKnown: true } or { DeadLetter: not null } => "is dead",
            _ when nowMs < copy.DueMs => $"is {copy.DueMs - nowMs} ms early",
            _ when nowMs < copy.RetryMs => $"came back {copy.RetryMs - nowMs} ms early",
            _ when queue.MayExpire(copy, nowMs) => "has expired",
            _ when !isRedelivered && offset <= queue.LastNew => $"comes after that at {queue.LastNew}",
            _ => null,
        };
        if (wrong is not null) throw new HistoryException($"{copy} was delivered, at offset {offset}, and {wrong}");
        if (!isRedelivered && queue.Options.PriorityMax is null) queue.LastNew = offset;
        copy.IsAdded = true;
        copy.IsInFlight = true;
        copy.IsDying = false;
        return copy;
    }

    /// <summary>It came back: it is ready, waits, or is dead.</summary>
    public void Release(Copy copy)
    {
        copy.IsInFlight = false;
        copy.Releases++;
        QueueOptions options = copy.Queue.Options;
        if (copy.Releases > options.DeliveryLimit) copy.IsDying = true;
        else if (options.RetryBackoff == RetryBackoff.Fixed) copy.RetryMs = Time.NowMs + options.RetryDelayMs!.Value;
    }

    /// <summary>A life is over, and what it left is known.</summary>
    public void BeginLife()
    {
        WrittenLsn = SyncedLsn = 0;
        Changes.Clear();
        foreach (QueueModel queue in Queues.Values) queue.LastNew = -1;
        foreach (KeptModel topic in Kept) topic.BeginLife();
        Team.BeginLife(Time.NowMs);
    }
}
