using System.Buffers;
using Weir.Storage.Logs;
using Weir.Storage.Memory;
using Weir.Storage.Tests.Compaction;
using Weir.Wire.Records;
using MemoryEngine = Weir.Storage.Memory.MemoryEngine;

namespace Weir.Storage.Tests.Logs;

/// <summary>A store with a few logs on an engine whose faults a test controls. Time stands still.</summary>
internal sealed class LogFixture : IAsyncDisposable
{
    private readonly LogDefinition[] _definitions;
    private readonly LogStoreOptions _options;

    private LogFixture(IStorageEngine engine, LogStoreOptions options, LogDefinition[] definitions)
    {
        Engine = engine;
        _options = options;
        _definitions = definitions;
    }

    public static PartitionId First { get; } = PartitionId.Create(new ShardId(3), 1);

    public static PartitionId Second { get; } = PartitionId.Create(new ShardId(3), 2);

    public static PartitionId Elsewhere { get; } = PartitionId.Create(new ShardId(4), 3);

    public IStorageEngine Engine { get; private set; }

    public MemoryEngineFaults Faults => ((MemoryEngine)Engine).Faults;

    public LogStore Store { get; private set; } = null!;

    public PartitionLog Log => Store.Find(First)!;

    public PartitionLog Other => Store.Find(Second)!;

    public Shard Shard => Store[First.Shard];

    public static Task<LogFixture> OpenAsync(
        Durability durability = Durability.Fsync, LogStoreOptions? options = null) =>
        OpenAsync(
            new MemoryEngine(),
            options ?? new LogStoreOptions(),
            [Define(First, durability), Define(Second), Define(Elsewhere)]);

    public static async Task<LogFixture> OpenAsync(
        IStorageEngine engine, LogStoreOptions options, LogDefinition[] definitions)
    {
        var fixture = new LogFixture(engine, options, definitions);
        await fixture.OpenStoreAsync();
        return fixture;
    }

    public static LogDefinition Define(PartitionId id, Durability durability = Durability.Fsync) =>
        new(id, durability, 20_000);

    /// <summary>One batch of records, about <paramref name="bytes"/> long, whose content tells them apart.</summary>
    public static byte[] Batch(int bytes, int records = 1, long timestamp = 1_000, byte fill = 1)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(timestamp);
        byte[] value = new byte[Math.Max(0, (bytes - RecordBatchHeader.Bytes) / records - 10)];
        value.AsSpan().Fill(fill);
        for (int i = 0; i < records; i++) builder.Add(timestamp + i, [], true, value, false, default, 0);
        return builder.Complete().ToArray();
    }

    public static long Append(in ShardWrite write, PartitionLog log, byte[] batch)
    {
        RecordBatchHeader.TryRead(batch, out RecordBatchHeader header);
        return write.Append(log, new ReadOnlySequence<byte>(batch), header);
    }

    /// <summary>Appends without waiting; gives the LSN to wait for.</summary>
    public long Append(PartitionLog log, byte[] batch)
    {
        using ShardWrite write = Store[log.Id.Shard].Enter();
        Append(write, log, batch);
        return write.Lsn;
    }

    public async Task<Commit> AppendAsync(PartitionLog log, byte[] batch) =>
        await Store[log.Id.Shard].WaitAsync(Append(log, batch), new CommitWaiter());

    public async Task<long> TrimAsync(PartitionLog log, long startOffset)
    {
        long lsn;
        using (ShardWrite write = Store[log.Id.Shard].Enter())
        {
            write.Trim(log, startOffset);
            lsn = write.Lsn;
        }

        await Store[log.Id.Shard].WaitAsync(lsn, new CommitWaiter());
        return log.StartOffset;
    }

    public ValueTask CheckpointAsync() => Store.CheckpointAsync(CancellationToken.None);

    /// <summary>Ends the process, as it were, and opens what it left.</summary>
    public async Task CrashAsync()
    {
        MemoryEngine survivor = ((MemoryEngine)Engine).Crash();
        await Store.DisposeAsync();
        Engine = survivor;
        await OpenStoreAsync();
    }

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        await OpenStoreAsync();
    }

    /// <summary>All of a log's batches from an offset, read in pieces of at most so many bytes.</summary>
    public static async Task<List<byte[]>> ReadAsync(PartitionLog log, long from = -1, int bytesMax = int.MaxValue)
    {
        var all = new List<byte[]>();
        for (long next = from < 0 ? log.StartOffset : from; next < log.ReadableEnd;)
        {
            List<byte[]> piece = Split(await BytesAsync(log, next, bytesMax, long.MaxValue, true));
            Assert.NotEmpty(piece);
            all.AddRange(piece);
            next = Header(piece[^1]).NextOffset;
        }

        return all;
    }

    public static async Task<byte[]> BytesAsync(PartitionLog log, long offset, int bytesMax, long end, bool atLeastOne)
    {
        using LogSlice slice = (await log.ReadAsync(offset, bytesMax, end, atLeastOne, CancellationToken.None))!;
        var buffer = new ArrayBufferWriter<byte>();
        await slice.CopyToAsync(buffer, CancellationToken.None);
        Assert.Equal(slice.Bytes, buffer.WrittenCount);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Whole batches; fails on a split one.</summary>
    public static List<byte[]> Split(byte[] bytes)
    {
        var batches = new List<byte[]>();
        for (int at = 0; at < bytes.Length;)
        {
            int size = Header(bytes.AsSpan(at)).SizeBytes;
            Assert.True(size <= bytes.Length - at, "a batch is split");
            batches.Add(bytes[at..(at + size)]);
            at += size;
        }

        return batches;
    }

    public static RecordBatchHeader Header(ReadOnlySpan<byte> batch)
    {
        Assert.True(RecordBatchHeader.TryRead(batch, out RecordBatchHeader header));
        return header;
    }

    public async ValueTask DisposeAsync()
    {
        if (Engine is MemoryEngine memory) memory.Faults.Release();
        await Store.DisposeAsync();
        await Engine.DisposeAsync();
    }

    private async Task OpenStoreAsync() =>
        Store = await LogStore.OpenAsync(
            Engine, _options, static _ => new NoState(), _definitions, new ManualTime(), CancellationToken.None);
}
