using System.Buffers;
using System.Text;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Storage.Memory;
using Weir.Testing.Time;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Tests.Duplicates;

/// <summary>A broker on the memory engine in a time that a test moves, with messages that have ids.</summary>
internal sealed class DuplicateBroker : IAsyncDisposable
{
    private MemoryEngine _engine = new();

    private DuplicateBroker()
    {
    }

    public ManualTime Time { get; } = new();

    public MessageBroker Broker { get; private set; } = null!;

    public MemoryEngineFaults Faults => _engine.Faults;

    public static async Task<DuplicateBroker> StartAsync()
    {
        var broker = new DuplicateBroker();
        await broker.OpenAsync();
        return broker;
    }

    /// <summary>A queue with a window of a second unless told otherwise.</summary>
    public async Task<Queue> DeclareAsync(string name, QueueOptions? options = null)
    {
        options ??= new QueueOptions { DeduplicationWindowMs = 1_000 };
        return (await Broker.Queues.DeclareAsync("/", name, options, default)).Queue!;
    }

    public Queue Find(string name) => Broker.Queues.Find("/", name)!;

    /// <summary>Publishes messages of the form "id body" in one batch and waits until that is durable.</summary>
    public Task PublishAsync(Queue queue, params string[] messages) =>
        PublishAsync(queue.Topic.Partitions[0], messages);

    public async Task PublishAsync(Partition to, params string[] messages)
    {
        using var batch = new PublishBatch();
        foreach (string message in messages) Assert.True(Add(batch, to, message));
        await CommitAsync(batch);
    }

    public bool Add(PublishBatch batch, Partition to, string message)
    {
        using RecordHeaderWriter headers = HeadersOf(message);
        return batch.Add(to, Time.NowMs, default, BodyOf(message), headers.Raw, headers.Count);
    }

    public static RecordHeaderWriter HeadersOf(string message)
    {
        var headers = new RecordHeaderWriter();
        string id = message.Split(' ')[0];
        if (id != "-") headers.Add("message-id"u8, Encoding.UTF8.GetBytes(id));
        return headers;
    }

    public static byte[] BodyOf(string message) => Encoding.UTF8.GetBytes(message.Split(' ')[1]);

    /// <summary>A producer's batch of messages, as they come over Kafka's protocol.</summary>
    public async Task<AppendOutcome> AppendAsync(
        Partition to, CompressionCodec codec, int sequence, params string[] messages)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(Time.NowMs, codec, producerId: sequence < 0 ? -1 : 7, producerEpoch: 0, baseSequence: sequence);
        foreach (string message in messages)
        {
            using RecordHeaderWriter headers = HeadersOf(message);
            builder.Add(Time.NowMs, default, true, BodyOf(message), false, headers.Raw, headers.Count);
        }

        byte[] batch = builder.Complete().ToArray();
        RecordBatchHeader.TryRead(batch, out RecordBatchHeader header);
        AppendOutcome outcome = to.Append(new ReadOnlySequence<byte>(batch), header);
        Assert.Equal(Commit.Done, await to.Shard.WaitAsync(outcome.Lsn, new CommitWaiter()));
        return outcome;
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

    /// <summary>The bodies of what the queue's logs hold, with their offsets if asked for.</summary>
    public static async Task<string[]> BodiesAsync(Topic topic, bool withOffsets = false)
    {
        var bodies = new List<string>();
        foreach (Partition partition in topic.Partitions)
        {
            PartitionLog log = partition.Log;
            using var plain = new PooledBufferWriter();
            for (long next = log.StartOffset; next < log.ReadableEnd;)
            {
                using LogSlice? slice = await log.ReadAsync(next, 1 << 20, long.MaxValue, true, default);
                using var bytes = new PooledBufferWriter();
                await slice!.CopyToAsync(bytes, default);
                for (ReadOnlySpan<byte> rest = bytes.WrittenSpan; RecordBatchHeader.TryRead(rest, out var header);)
                {
                    RecordBatchRecords.Open(rest[..header.SizeBytes], header, plain, 1 << 20, out var records);
                    var reader = new RecordReader(records, header.RecordCount);
                    while (reader.TryRead(out RecordView record))
                    {
                        string body = Encoding.UTF8.GetString(record.Value);
                        bodies.Add(withOffsets ? $"{header.BaseOffset + record.OffsetDelta} {body}" : body);
                    }

                    next = header.NextOffset;
                    rest = rest[header.SizeBytes..];
                }
            }
        }

        return [.. bodies];
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
        Broker = await MessageBroker.OpenAsync(_engine, new BrokerOptions(), Time, default);
}
