using System.Buffers;
using System.Globalization;
using System.Text;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Simulation.Brokers;

/// <summary>Writes keyed records to the topics that retention and compaction clean, and reads what is left.</summary>
internal sealed class Keeping(BrokerLife life, BrokerModel model, Random random, List<string> trace)
{
    /// <summary>So large that few batches make a segment: smaller tails are not compacted.</summary>
    private const int BytesMax = 8_000;

    private static readonly byte[] IdHeader = "id"u8.ToArray();

    public async Task BeginAsync()
    {
        foreach (KeptModel topic in model.Kept)
        {
            if (Find(topic) is not null) continue;
            if (topic.Batches.Exists(static b => b.BaseOffset >= 0))
                throw new HistoryException($"{topic.Name} is gone");
            TopicOutcome made = await life.Broker.Topics.CreateAsync(
                BrokerSetup.Ns, topic.Name, TopicKind.Stream, 1, topic.Settings(), false, default);
            if (made.Error != TopicError.None) throw new HistoryException($"{topic.Name}: {made.Reason}");
        }
    }

    public async Task ProduceAsync()
    {
        KeptModel topic = model.Kept[random.Next(model.Kept.Count)];
        KeptBatch sent = topic.Send(model.Time.NowMs, Records(topic));
        byte[] bytes = Encode(sent);
        sent.Bytes = bytes.Length;
        RecordBatchHeader.TryRead(bytes, out RecordBatchHeader header);
        Partition to = Find(topic)!;
        AppendOutcome outcome = to.Append(new ReadOnlySequence<byte>(bytes), header, null, mayBlock: true);
        trace.Add($"produce {string.Join(", ", sent.Records)} to {topic.Name}: {outcome.Error}");
        if (outcome.Error == AppendError.StorageUnavailable)
            throw new StorageFailedException($"{to.Shard.Id} takes no writes");
        if (outcome.Error != AppendError.None) throw new HistoryException($"{topic.Name}: {outcome.Error}");
        await life.AwaitAsync(new CommitPoint(to.Shard, outcome.Lsn), isSynced: true);
        sent.BaseOffset = outcome.BaseOffset;
    }

    /// <summary>At rest, or after a start.</summary>
    public async Task CheckAsync()
    {
        foreach (KeptModel topic in model.Kept)
        {
            if (Find(topic) is not { } partition) continue;
            List<KeptFound> found = await ReadAsync(topic, partition.Log);
            topic.Check(partition.Log.StartOffset, found, model.Time.NowMs);
        }
    }

    public async Task CheckCleanedAsync()
    {
        foreach (KeptModel topic in model.Kept)
        {
            PartitionLog log = Find(topic)!.Log;
            long segmentsEnd = log.Segments.Count == 0 ? 0 : log.Segments[^1].NextOffset;
            topic.CheckCleaned(log.StartOffset, segmentsEnd, await ReadAsync(topic, log));
        }
    }

    private IEnumerable<(int Key, Message Message, bool IsTombstone)> Records(KeptModel topic)
    {
        for (int n = 1 + random.Next(4); n > 0; n--)
        {
            bool isTombstone = topic.IsCompacted && random.Next(5) == 0;
            yield return (random.Next(KeptModel.Keys), model.NewMessage(random.Next(BytesMax)), isTombstone);
        }
    }

    private static byte[] Encode(KeptBatch batch)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(batch.PublishedMs);
        foreach (KeptRecord record in batch.Records)
        {
            using var headers = new RecordHeaderWriter();
            headers.Add(IdHeader, Text(record.Message.Id));
            byte[] value = record.IsTombstone ? [] : record.Message.Value;
            builder.Add(
                batch.PublishedMs, Text(record.Key), false, value, record.IsTombstone, headers.Raw, headers.Count);
        }

        return builder.Complete().ToArray();
    }

    private async Task<List<KeptFound>> ReadAsync(KeptModel topic, PartitionLog log)
    {
        var found = new List<KeptFound>();
        await QueueReading.VisitAsync(log, topic.Name, (in RecordView record, long offset) =>
        {
            int id = record.IsValueNull ? IdOf(record) : model.Check(record.Value, topic.Name);
            if (id != IdOf(record)) throw new HistoryException($"{topic.Name}: {id} says that it is {IdOf(record)}");
            found.Add(new KeptFound(id, Number(record.Key), offset, record.IsValueNull));
        });
        return found;
    }

    private static int IdOf(in RecordView record)
    {
        foreach (RecordHeaderView header in record.Headers)
            if (header.Key.SequenceEqual(IdHeader)) return Number(header.Value);
        return -1;
    }

    private Partition? Find(KeptModel topic) =>
        life.Broker.Topics.Find(BrokerSetup.Ns, topic.Name)?.Partitions[0];

    private static byte[] Text(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static int Number(ReadOnlySpan<byte> text) => int.Parse(text, CultureInfo.InvariantCulture);
}
