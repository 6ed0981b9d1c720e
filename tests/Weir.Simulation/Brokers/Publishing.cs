using System.Globalization;
using System.Text;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Topics;
using Weir.Wire.Records;

namespace Weir.Simulation.Brokers;

/// <summary>Publishes: to one queue, through an exchange to several, for later, again what has an id.</summary>
internal sealed class Publishing(BrokerLife life, BrokerModel model, Random random, List<string> trace)
{
    private static readonly string[] ToLater = ["plain", "retry"];

    public async Task PublishAsync()
    {
        if (life.Broker.Store.Disk.IsShort)
        {
            trace.Add("no publish: the disk is short of room");
            return;
        }

        using var batch = new PublishBatch();
        var change = new Change();
        Fill(batch, change);
        await CommitAsync(batch, change);
    }

    /// <summary>One to four messages, each to wherever its exchange leads it.</summary>
    public void Fill(PublishBatch batch, Change change)
    {
        for (int n = 1 + random.Next(4); n > 0; n--)
        {
            if (random.Next(5) == 0 && model.Queues["dedup"].Exists == true) AddWithId(batch, change);
            else Add(batch, change, model.NewMessage(Bytes()));
        }
    }

    public async Task CommitAsync(PublishBatch batch, Change change)
    {
        model.Changes.Add(change);
        var points = new List<CommitPoint>();
        long before = Appended();
        batch.Commit(points, mayBlock: true);
        // What was sent twice is confirmed when what came first is durable, and syncs nothing.
        bool isSynced = Appended() > before;
        trace.Add($"publish {change}, frame {string.Join(' ', points.Select(static p => p.Lsn))}");
        foreach (CommitPoint point in points) await life.AwaitAsync(point, isSynced);
        foreach (Copy copy in change.Added) copy.IsAdded = true;
    }

    public async Task DelayAsync()
    {
        using var batch = new PublishBatch();
        if (!batch.TryReserveDelayed(life.Broker.Delays, 1)) throw new HistoryException("too many delays");
        Message message = model.NewMessage(Bytes());
        long dueMs = model.Time.NowMs + 1 + random.Next(15_000);
        var change = new Change();
        bool isThroughExchange = random.Next(2) == 0;
        if (isThroughExchange)
        {
            foreach (string queue in ToLater) change.Added.Add(BrokerModel.Add(message, model.Queues[queue], dueMs));
            batch.AddDelayed(
                life.Broker.Delays, BrokerSetup.Ns, "later"u8, dueMs, model.Time.NowMs, "k"u8, message.Value, default,
                0);
        }
        else
        {
            QueueModel queue = model.Queues[ToLater[random.Next(ToLater.Length)]];
            change.Added.Add(BrokerModel.Add(message, queue, dueMs));
            Partition to = life.Find(queue)!.Topic.Partitions[0];
            batch.AddDelayed(to, dueMs, model.Time.NowMs, "k"u8, message.Value, default, 0);
        }

        trace.Add($"delay until {dueMs}");
        await CommitAsync(batch, change);
    }

    /// <summary>Of all queues and delays together: it grows when anything is appended.</summary>
    private long Appended() =>
        life.Broker.Store.Shards.Sum(static s => s.Logs.Values.Sum(static l => l.NextOffset));

    private int Bytes() => random.Next(4) switch { 0 => random.Next(2_000), 1 => random.Next(9_000), _ => 20 };

    private void Add(PublishBatch batch, Change change, Message message)
    {
        bool toAll = random.Next(3) == 0;
        string[] names = [.. model.Queues.Keys.Where(static n => n[0] != 'd')];
        string key = names[random.Next(names.Length)];
        var route = new RouteResult();
        life.Broker.Exchanges.RouterOf(BrokerSetup.Ns).Route(
            toAll ? "fan"u8 : ""u8, Encoding.UTF8.GetBytes(key), new NoHeaders(), route);
        foreach (Topic topic in route.Targets)
        {
            Partition to = KeyPartitioner.Pick(topic, default, message.Id % 4);
            QueueModel queue = model.Queues[topic.Name];
            if (batch.Add(to, model.Time.NowMs, "k"u8, message.Value, default, 0))
                change.Added.Add(BrokerModel.Add(message, queue));
            else if (!queue.MayRefuse)
                throw new HistoryException($"{queue.Name} refused message {message.Id}, and had room");
        }
    }

    /// <summary>A message with an id: a new one, or one that was sent before and may have arrived.</summary>
    private void AddWithId(PublishBatch batch, Change change)
    {
        QueueModel queue = model.Queues["dedup"];
        Copy[] sent = [.. queue.Copies.Values];
        Message message = sent.Length > 0 && random.Next(2) == 0 ? sent[random.Next(sent.Length)].Message
            : model.NewMessage(Bytes());
        using var headers = new RecordHeaderWriter();
        headers.Add("message-id"u8, Encoding.UTF8.GetBytes(message.Id.ToString(CultureInfo.InvariantCulture)));
        Partition to = life.Find(queue)!.Topic.Partitions[0];
        batch.Add(to, model.Time.NowMs, "k"u8, message.Value, headers.Raw, headers.Count);
        Copy copy = BrokerModel.Add(message, queue);
        // It never arrived, and now it may.
        if (!copy.IsAdded) copy.IsGone = false;
        copy.IsSentAgain |= model.Changes.Any(c => c.Added.Contains(copy));
        if (!change.Added.Contains(copy) && !copy.IsAdded) change.Added.Add(copy);
    }
}
