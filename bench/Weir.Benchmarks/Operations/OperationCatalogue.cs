namespace Weir.Benchmarks.Operations;

/// <summary>
/// Every budgeted operation by the name that budgets.json uses. Families end in the number of records (bytes for the
/// checksum): with another number the same code runs, so their budgets must not grow with it.
/// </summary>
internal static class OperationCatalogue
{
    public static IReadOnlyDictionary<string, Func<Task<IOperation>>> All { get; } =
        new Dictionary<string, Func<Task<IOperation>>>
        {
            ["codec/crc32c/65536"] = () => Task.FromResult(CodecOperations.Crc32C(65536)),
            ["codec/validate/100"] = () => Task.FromResult(CodecOperations.Validate(100)),
            ["codec/walk/100"] = () => Task.FromResult(CodecOperations.Walk(100)),
            ["codec/build/100"] = () => Task.FromResult(CodecOperations.Build(100)),
            ["log/append-memory/1"] = async () => await LogAppend.InMemoryAsync(1),
            ["log/append-memory/100"] = async () => await LogAppend.InMemoryAsync(100),
            ["log/append-files/1"] = async () => await LogAppend.OnFilesAsync(1),
            ["log/append-files/100"] = async () => await LogAppend.OnFilesAsync(100),
            ["kafka/produce/1"] = () => KafkaOperations.ProduceAsync(1),
            ["kafka/produce/100"] = () => KafkaOperations.ProduceAsync(100),
            ["kafka/produce/1000"] = () => KafkaOperations.ProduceAsync(1000),
            ["kafka/fetch-tail/1"] = () => KafkaOperations.FetchTailAsync(1),
            ["kafka/fetch-tail/1000"] = () => KafkaOperations.FetchTailAsync(1000),
            ["kafka/fetch-segment/1"] = () => KafkaOperations.FetchSegmentAsync(1),
            ["kafka/fetch-segment/1000"] = () => KafkaOperations.FetchSegmentAsync(1000),
            ["kafka/heartbeat"] = () => KafkaOperations.HeartbeatAsync(),
            ["kafka/offset-commit"] = () => KafkaOperations.OffsetCommitAsync(),
            ["kafka/metadata/1000"] = () => KafkaOperations.MetadataAsync(1000),
            ["amqp/publish/1"] = () => AmqpExchange.OpenAsync(1, consumes: false),
            ["amqp/publish/1000"] = () => AmqpExchange.OpenAsync(1000, consumes: false),
            ["amqp/cycle/1"] = () => AmqpExchange.OpenAsync(1, consumes: true),
            ["amqp/cycle/1000"] = () => AmqpExchange.OpenAsync(1000, consumes: true),
        };
}
