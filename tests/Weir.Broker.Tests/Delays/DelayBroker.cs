using System.Globalization;
using System.Text;
using Weir.Broker.Delays;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Storage.Memory;
using Weir.Testing.Time;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Tests.Delays;

/// <summary>
/// A broker on the memory engine in a time that a test moves. What is parked carries its own name and due time, so that
/// everything delivered can be checked: nothing early, nothing twice.
/// </summary>
internal sealed class DelayBroker : IAsyncDisposable
{
    private MemoryEngine _engine = new();

    private DelayBroker()
    {
    }

    public ManualTime Time { get; } = new();

    public DelayOptions Options { get; private init; } = new();

    public MessageBroker Broker { get; private set; } = null!;

    public MemoryEngineFaults Faults => _engine.Faults;

    public static async Task<DelayBroker> StartAsync(DelayOptions? options = null)
    {
        var broker = new DelayBroker { Options = options ?? new DelayOptions() };
        await broker.OpenAsync();
        return broker;
    }

    public async Task<Partition> DeclareAsync(string queue)
    {
        await Broker.Queues.DeclareAsync("/", queue, new QueueOptions(), default);
        return Broker.Topics.Find("/", queue)!.Partitions[0];
    }

    /// <summary>Parks a record and waits until it is durable.</summary>
    public async Task ParkAsync(Partition to, string name, long dueMs)
    {
        using var batch = new PublishBatch();
        Assert.True(batch.TryReserveDelayed(Broker.Delays, 1));
        batch.AddDelayed(to, dueMs, Time.NowMs, "k"u8, Encoding.UTF8.GetBytes($"{name} {dueMs}"), default, 0);
        await CommitAsync(batch);
    }

    /// <summary>Parks a record for an exchange.</summary>
    public async Task ParkAsync(string exchange, string name, long dueMs)
    {
        using var batch = new PublishBatch();
        Assert.True(batch.TryReserveDelayed(Broker.Delays, 1));
        batch.AddDelayed(
            Broker.Delays, "/", Encoding.UTF8.GetBytes(exchange), dueMs, Time.NowMs, "k"u8,
            Encoding.UTF8.GetBytes($"{name} {dueMs}"), default, 0);
        await CommitAsync(batch);
    }

    public static async Task CommitAsync(PublishBatch batch)
    {
        var points = new List<CommitPoint>();
        batch.Commit(points);
        foreach (CommitPoint point in points)
        {
            if (await point.Shard.WaitAsync(point.Lsn, new CommitWaiter()) != Commit.Done)
                throw new StorageFailedException("the commit failed");
        }
    }

    /// <summary>The names of what the log holds, in order. None may have come before its time.</summary>
    public static async Task<string[]> NamesAsync(Partition partition)
    {
        var names = new List<string>();
        PartitionLog log = partition.Log;
        for (long next = log.StartOffset; next < log.ReadableEnd;)
        {
            using LogSlice? slice = await log.ReadAsync(next, 1 << 20, long.MaxValue, true, default);
            using var bytes = new PooledBufferWriter();
            await slice!.CopyToAsync(bytes, default);
            ReadOnlySpan<byte> rest = bytes.WrittenSpan;
            while (RecordBatchHeader.TryRead(rest, out RecordBatchHeader header))
            {
                var reader = new RecordReader(rest[RecordBatchHeader.Bytes..header.SizeBytes], header.RecordCount);
                while (reader.TryRead(out RecordView record))
                {
                    string[] parts = Encoding.UTF8.GetString(record.Value).Split(' ');
                    long dueMs = long.Parse(parts[1], CultureInfo.InvariantCulture);
                    long atMs = header.BaseTimestamp + record.TimestampDelta;
                    Assert.True(atMs >= dueMs, $"{parts[0]} came at {atMs}, {dueMs - atMs} ms early");
                    Assert.Equal(0, record.HeaderCount);
                    names.Add(parts[0]);
                }

                next = header.NextOffset;
                rest = rest[header.SizeBytes..];
            }
        }

        return [.. names];
    }

    /// <summary>Waits until so many have come; the time goes on by a step between looks.</summary>
    public async Task<string[]> WaitAsync(Partition partition, int count, int stepMs = 1)
    {
        string[] names = [];
        await EventuallyAsync(async () => (names = await NamesAsync(partition)).Length >= count, stepMs);
        return names;
    }

    /// <summary>The time goes on by a step between looks.</summary>
    public async Task EventuallyAsync(Func<Task<bool>> condition, int stepMs = 1)
    {
        DateTime end = DateTime.UtcNow.AddSeconds(30);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < end, "it did not come true");
            Time.Advance(TimeSpan.FromMilliseconds(stepMs));
            await Task.Yield();
        }
    }

    /// <summary>The process ends without a word and starts again on what is durable.</summary>
    public async Task CrashAsync()
    {
        MemoryEngine survivor = _engine.Crash();
        try
        {
            await Broker.DisposeAsync();
        }
        catch (StorageFailedException)
        {
            // It had writes in flight; what became of them, the survivor knows.
        }

        _engine = survivor;
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await _engine.DisposeAsync();
    }

    private async Task OpenAsync() =>
        Broker = await MessageBroker.OpenAsync(_engine, new BrokerOptions { Delays = Options }, Time, default);
}
