using System.Buffers;
using Weir.Broker;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Embedded;
using Weir.Storage.Files;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Benchmarks.Operations;

/// <summary>One batch into a partition, and the wait for its commit: the storage path without a protocol.</summary>
internal sealed class LogAppend : IOperation
{
    private readonly IStorageEngine _engine;
    private readonly MessageBroker _broker;
    private readonly Partition _partition;
    private readonly CommitWaiter _waiter = new();
    private readonly byte[] _batch;
    private readonly RecordBatchHeader _header;
    private readonly string? _directory;

    private LogAppend(IStorageEngine engine, MessageBroker broker, Partition partition, int records, string? directory)
    {
        _engine = engine;
        _broker = broker;
        _partition = partition;
        _directory = directory;
        _batch = Batches.Of(records);
        RecordBatchHeader.TryRead(_batch, out _header);
    }

    public static Task<LogAppend> InMemoryAsync(int records) => OpenAsync(new UnjournaledEngine(), records, null);

    public static async Task<LogAppend> OnFilesAsync(int records)
    {
        string directory = Directory.CreateTempSubdirectory("weir-bench-").FullName;
        EmbeddedEngine engine = await EmbeddedEngine.OpenAsync(
            new PhysicalFileSystem(directory), new EmbeddedOptions(), CancellationToken.None);
        return await OpenAsync(engine, records, directory);
    }

    public async ValueTask RunAsync()
    {
        AppendOutcome outcome = _partition.Append(new ReadOnlySequence<byte>(_batch), _header);
        if (outcome.Error != AppendError.None) throw new InvalidOperationException($"refused: {outcome.Error}");
        await _partition.Shard.WaitAsync(outcome.Lsn, _waiter);
    }

    public ValueTask SettleAsync() => _broker.Store.CheckpointAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _engine.DisposeAsync();
        if (_directory is not null) Directory.Delete(_directory, recursive: true);
    }

    private static async Task<LogAppend> OpenAsync(IStorageEngine engine, int records, string? directory)
    {
        MessageBroker broker = await MessageBroker.OpenAsync(
            engine, new BrokerOptions(), TimeProvider.System, CancellationToken.None);
        Topic topic = await Topics.CreateAsync(broker, "log");
        return new LogAppend(engine, broker, topic.Partitions[0], records, directory);
    }
}
