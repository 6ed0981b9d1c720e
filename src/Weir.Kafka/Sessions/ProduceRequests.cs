using System.Buffers;
using Weir.Broker.Delays;
using Weir.Broker.Security;
using Weir.Broker.Sessions;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Kafka.Wire;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Kafka.Sessions;

/// <summary>
/// Takes produce requests: each partition's batch is checked outside any lock and appended; the answer is left to
/// <see cref="ProduceAcks"/>. A bad batch is refused alone, its neighbours in the request stand. Parses in place:
/// nothing is allocated per record, batch or request once the session is warm.
/// </summary>
internal sealed class ProduceRequests(
    KafkaServer server, ProduceAcks acks, ClientConnection session, RequestContext request)
    : IDisposable
{
    public const short VersionMin = 3;
    public const short VersionMax = 12;
    private const short FirstFlexible = 9;

    private readonly TopicLookup _topics = new(server.Broker.Topics, request.Namespace);
    private readonly DelayedRecords _delayed = new();
    private readonly PooledBufferWriter _recompressed = new();
    private readonly PooledBufferWriter _stamped = new();

    /// <summary>
    /// Appends what the request holds. With <paramref name="mayBlock"/> a commit may be made on this thread: no request
    /// that has come waits behind this one.
    /// </summary>
    public void Handle(in RequestHeader header, ReadOnlyMemory<byte> body, bool mayBlock)
    {
        bool flexible = header.Version >= FirstFlexible;
        var reader = new KafkaReader(body);
        bool transactional = reader.ReadNullableString(flexible) is not null;
        short requiredAcks = reader.ReadInt16();
        reader.ReadInt32(); // timeout: a commit is either soon or never
        ProduceAck ack = acks.Rent();
        ack.Reset(header.CorrelationId, header.Version, requiredAcks != 0);
        KafkaError refused = requiredAcks is < -1 or > 1 ? KafkaError.InvalidRequiredAcks
            : transactional ? KafkaError.TransactionalIdAuthorizationFailed
            // Clients try again until their delivery times out, so most never notice.
            : server.Broker.Store.Disk.IsShort ? KafkaError.KafkaStorageError
            : KafkaError.None;
        int topics = reader.ReadArrayCount(flexible, 3);
        for (int i = 0; i < topics; i++)
            HandleTopic(ref reader, ack, flexible, refused, mayBlock && i == topics - 1);
        if (flexible) reader.SkipTags();
        if (requiredAcks == 0) EndIfRefused(ack);
        acks.Add(ack);
    }

    public void Dispose()
    {
        _delayed.Dispose();
        _recompressed.Dispose();
        _stamped.Dispose();
    }

    private void HandleTopic(
        ref KafkaReader reader, ProduceAck ack, bool flexible, KafkaError refused, bool mayBlock)
    {
        ReadOnlySpan<byte> name = reader.ReadStringBytes(flexible);
        if (refused == KafkaError.None && !request.Access.Allows(Permission.Write, name))
            refused = KafkaError.TopicAuthorizationFailed;
        Topic? topic = _topics.Find(name);
        int partitions = reader.ReadArrayCount(flexible, 8);
        ack.AddTopic(name, Guid.Empty, partitions);
        for (int i = 0; i < partitions; i++)
        {
            int index = reader.ReadInt32();
            ReadOnlyMemory<byte>? records = reader.ReadNullableRecords(flexible);
            if (flexible) reader.SkipTags();
            ack.Results.Add(
                refused != KafkaError.None ? Refused(index, refused)
                    : Append(topic, index, records ?? default, mayBlock && i == partitions - 1));
        }

        if (flexible) reader.SkipTags();
    }

    private ProduceResult Append(Topic? topic, int index, ReadOnlyMemory<byte> records, bool mayBlock)
    {
        if (topic?.PartitionAt(index) is not { } partition) return Refused(index, KafkaError.UnknownTopicOrPartition);
        TopicSettings settings = topic.Settings;
        AppendError error = BatchAdmission.Check(
            settings, records.Span, server.Broker.NowMs, out RecordBatchHeader header);
        if (error == AppendError.None && header.SizeBytes != records.Length) error = AppendError.InvalidRecord;
        if (error == AppendError.KeyMissing) return KeysMissing(index, settings, records.Span, header);
        if (error != AppendError.None) return Refused(index, Map(error));
        if (header.IsTransactional) return Refused(index, KafkaError.InvalidTxnState);
        long appendTimeMs = -1;
        if (settings.Compression is { } codec && codec != header.Compression)
        {
            error = Recompress(settings, codec, ref records, ref header);
            if (error != AppendError.None) return Refused(index, Map(error));
        }

        DelayedRecords? delayed = null;
        if (DelayedRecords.IsWanted(topic))
        {
            bool isDelayed = _delayed.TryTake(
                partition, server.Broker.Delays, records.Span, header, server.Broker.NowMs, out error);
            if (error != AppendError.None) return Refused(index, Map(error));
            if (isDelayed)
            {
                delayed = _delayed;
                records = delayed.Rest;
                RecordBatchHeader.TryRead(records.Span, out header);
            }
        }

        if (settings.TimestampType == TimestampType.LogAppendTime)
            records = Stamp(records, out appendTimeMs, ref header);
        AppendOutcome outcome = partition.Append(new ReadOnlySequence<byte>(records), header, delayed, mayBlock);
        delayed?.Reset();
        if (outcome.Error is not (AppendError.None or AppendError.Duplicate)) return Refused(index, Map(outcome.Error));
        session.Published += header.RecordCount;
        if (outcome.Error == AppendError.None)
            partition.Trace?.Published(session, outcome.BaseOffset, header.LastOffsetDelta + 1);
        if (MessageTracing.IsOn && outcome.Error == AppendError.None)
            MessageTracing.Published("kafka", partition, outcome.BaseOffset, records.Span, header);
        return new ProduceResult(
            index,
            KafkaError.None,
            outcome.BaseOffset,
            appendTimeMs,
            partition.Log.StartOffset,
            partition.Shard,
            outcome.Lsn);
    }

    /// <summary>What the topic allows is measured again: the batch may have grown.</summary>
    private AppendError Recompress(
        TopicSettings settings, CompressionCodec codec, ref ReadOnlyMemory<byte> records, ref RecordBatchHeader header)
    {
        _recompressed.Reset();
        BatchError error = RecordBatchRecompression.Write(
            records.Span, header, codec, BatchAdmission.DecompressedBytesMax(settings), _recompressed);
        if (error == BatchError.UnsupportedCodec) return AppendError.UnsupportedCompression;
        if (error != BatchError.None) return AppendError.Corrupt;
        if (_recompressed.WrittenBytes > settings.MessageBytesMax) return AppendError.TooLarge;
        records = _recompressed.WrittenMemory;
        RecordBatchHeader.TryRead(records.Span, out header);
        return AppendError.None;
    }

    private ReadOnlyMemory<byte> Stamp(ReadOnlyMemory<byte> records, out long nowMs, ref RecordBatchHeader header)
    {
        nowMs = server.Broker.NowMs;
        _stamped.Reset();
        _stamped.Write(records.Span);
        RecordBatchPatch.SetLogAppendTime(_stamped.WrittenSpan, nowMs);
        RecordBatchHeader.TryRead(_stamped.WrittenSpan, out header);
        return _stamped.WrittenMemory;
    }

    /// <summary>
    /// With acks=0 there is no answer to carry an error: the connection's end is the answer, as in Kafka.
    /// </summary>
    private static void EndIfRefused(ProduceAck ack)
    {
        foreach (ProduceResult result in ack.Results)
        {
            if (result.Error != KafkaError.None)
                throw new KafkaProtocolException($"a produce request with acks=0 was refused: {result.Error}");
        }
    }

    private static ProduceResult Refused(int index, KafkaError error) => new(index, error, -1, -1, -1, null, 0);

    private static ProduceResult KeysMissing(
        int index, TopicSettings settings, ReadOnlySpan<byte> records, in RecordBatchHeader header) =>
        Refused(index, KafkaError.InvalidRecord) with
        {
            RefusedRecords = BatchAdmission.RecordsWithoutKey(settings, records, header),
        };

    private static KafkaError Map(AppendError error) => error switch
    {
        AppendError.OutOfOrderSequence => KafkaError.OutOfOrderSequenceNumber,
        AppendError.ProducerFenced => KafkaError.InvalidProducerEpoch,
        AppendError.Corrupt => KafkaError.CorruptMessage,
        AppendError.TooLarge => KafkaError.MessageTooLarge,
        AppendError.InvalidTimestamp => KafkaError.InvalidTimestamp,
        AppendError.UnsupportedFormat => KafkaError.UnsupportedForMessageFormat,
        AppendError.UnsupportedCompression => KafkaError.UnsupportedCompressionType,
        AppendError.TooManyDelayed => KafkaError.PolicyViolation,
        AppendError.Full => KafkaError.PolicyViolation,
        AppendError.StorageUnavailable => KafkaError.KafkaStorageError,
        _ => KafkaError.InvalidRecord,
    };
}
