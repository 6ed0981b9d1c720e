using System.Buffers;
using System.Text;
using Weir.Storage.Compaction;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Tests.Compaction;

/// <summary>
/// One log in a store over an engine in memory. Records are written and read back as text: <c>key=value</c>,
/// <c>key!</c> for a tombstone, <c>=value</c> for a record without a key; when read, <c>offset:</c> comes first.
/// </summary>
internal sealed class LogScenario : IAsyncDisposable
{
    /// <summary>More than a checkpoint carries in its snapshot, so that each makes a segment.</summary>
    private const int PadBytes = 9_000;

    private readonly RecordBatchBuilder _builder = new();

    private LogScenario(IStorageEngine engine, ManualTime time, LogStore store, PartitionLog log)
    {
        Engine = engine;
        Time = time;
        Store = store;
        Log = log;
    }

    public IStorageEngine Engine { get; }

    public MemoryEngine Memory => (MemoryEngine)Engine;

    public ManualTime Time { get; }

    public LogStore Store { get; private set; }

    public PartitionLog Log { get; private set; }

    public Shard Shard => Store[Log.Id.Shard];

    public IReadOnlyList<string> SegmentKeys => [.. Log.Segments.Select(static s => s.Key)];

    public CompressionCodec Codec { get; set; }

    public static async Task<LogScenario> OpenAsync(IStorageEngine? engine = null)
    {
        engine ??= new MemoryEngine();
        var time = new ManualTime();
        (LogStore store, PartitionLog log) = await OpenStoreAsync(engine, time);
        return new LogScenario(engine, time, store, log);
    }

    /// <summary>Drops the store without a checkpoint and opens another one on the same engine.</summary>
    public async Task CrashAsync()
    {
        await Store.DisposeAsync();
        (Store, Log) = await OpenStoreAsync(Engine, Time);
    }

    public async Task AppendAsync(
        string[] records,
        long? timestampMs = null,
        bool transactional = false,
        bool logAppendTime = false,
        bool pad = false)
    {
        using var header = new RecordHeaderWriter();
        header.Add("pad"u8, new byte[PadBytes]);
        _builder.Reset(timestampMs ?? Time.NowMs, Codec, transactional: transactional);
        foreach (string record in records)
        {
            int split = record.IndexOfAny(['=', '!']);
            byte[] key = Encoding.UTF8.GetBytes(record[..split]);
            byte[] value = Encoding.UTF8.GetBytes(record[(split + 1)..]);
            bool padded = pad && _builder.RecordCount == 0;
            _builder.Add(
                timestampMs ?? Time.NowMs, key, split == 0, value, record[split] == '!',
                padded ? header.Raw : default, padded ? 1 : 0);
        }

        _builder.Complete();
        if (logAppendTime) RecordBatchPatch.SetLogAppendTime(_builder.CompletedMemory.Span, timestampMs ?? Time.NowMs);
        RecordBatchHeader.TryRead(_builder.CompletedMemory.Span, out RecordBatchHeader head);
        await AppendAsync(_builder.CompletedMemory, head);
    }

    /// <summary>Appends one batch and checkpoints: the batch is a segment of its own.</summary>
    public async Task SegmentAsync(params string[] records)
    {
        await AppendAsync(records, pad: true);
        await Store.CheckpointAsync(default);
    }

    /// <summary>Raises the start offset; the engine is told of it, and may not have answered yet.</summary>
    public void Trim(long startOffset)
    {
        using ShardWrite write = Shard.Enter();
        write.Trim(Log, startOffset);
    }

    public ValueTask<CompactionResult> CompactAsync(CompactionPolicy? policy = null) =>
        Store.CompactAsync(Log, policy ?? new CompactionPolicy { MinDirtyRatio = 0 }, default);

    public ValueTask<CompactionResult> MergeAsync(MergePolicy? policy = null) =>
        Store.MergeAsync(Log, policy ?? new MergePolicy(), default);

    /// <summary>Reads the log as a consumer does, from batch to batch; fails where there is no way on.</summary>
    public async Task<string[]> ReadAsync(long? from = null)
    {
        var all = new List<string>();
        foreach (byte[] batch in await BatchesAsync(from)) Describe(batch, all);
        return [.. all];
    }

    public async Task<byte[][]> BatchesAsync(long? from = null)
    {
        var all = new List<byte[]>();
        for (long next = from ?? Log.StartOffset; next < Log.ReadableEnd;)
        {
            using LogSlice slice = (await Log.ReadAsync(next, 1, long.MaxValue, true, default))!;
            var buffer = new ArrayBufferWriter<byte>();
            await slice.CopyToAsync(buffer, default);
            bool isBatch = RecordBatchHeader.TryRead(buffer.WrittenSpan, out RecordBatchHeader header);
            Assert.True(isBatch, $"no way on at {next}");
            Assert.True(header.NextOffset > next);
            all.Add(buffer.WrittenSpan.ToArray());
            next = header.NextOffset;
        }

        return [.. all];
    }

    public async ValueTask DisposeAsync()
    {
        _builder.Dispose();
        await Store.DisposeAsync();
        await Engine.DisposeAsync();
    }

    private static async Task<(LogStore Store, PartitionLog Log)> OpenStoreAsync(IStorageEngine engine, ManualTime time)
    {
        PartitionId id = PartitionId.Create(new ShardId(3), 7);
        LogStore store = await LogStore.OpenAsync(
            engine, new LogStoreOptions(), static _ => new NoState(),
            [new LogDefinition(id, Durability.Fsync, 64 << 20)], time, default);
        return (store, store.Find(id)!);
    }

    private async Task AppendAsync(ReadOnlyMemory<byte> batch, RecordBatchHeader header)
    {
        long lsn = Append(batch, header);
        Assert.Equal(Commit.Done, await Shard.WaitAsync(lsn, new CommitWaiter()));
    }

    private long Append(ReadOnlyMemory<byte> batch, in RecordBatchHeader header)
    {
        using ShardWrite write = Shard.Enter();
        write.Append(Log, new ReadOnlySequence<byte>(batch), header);
        return write.Lsn;
    }

    private static void Describe(byte[] batch, List<string> to)
    {
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out RecordBatchHeader header));
        using var plain = new PooledBufferWriter();
        RecordCompression.Decompress(header.Compression, batch.AsSpan(RecordBatchHeader.Bytes), plain, int.MaxValue);
        var reader = new RecordReader(plain.WrittenSpan, header.RecordCount);
        while (reader.TryRead(out RecordView record))
        {
            string key = Encoding.UTF8.GetString(record.Key);
            string value = record.IsValueNull ? "!" : "=" + Encoding.UTF8.GetString(record.Value);
            to.Add($"{header.BaseOffset + record.OffsetDelta}:{key}{value}");
        }

        Assert.False(reader.IsMalformed);
    }
}
