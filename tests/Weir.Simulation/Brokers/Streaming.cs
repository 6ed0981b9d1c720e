using System.Buffers;
using System.Text;
using Weir.Broker.Groups;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Wire.Records;

namespace Weir.Simulation.Brokers;

/// <summary>
/// Produces as Kafka's idempotent producers do, sends again after a restart what was not acknowledged, and commits a
/// group's offsets.
/// </summary>
internal sealed class Streaming(BrokerLife life, BrokerModel model, Random random, List<string> trace)
{
    private bool _isCommitting;

    private StreamModel Stream => model.Stream;

    /// <summary>Makes the topic, and sends again what had no answer.</summary>
    public async Task BeginAsync()
    {
        if (life.Broker.Topics.Find(BrokerSetup.Ns, StreamModel.Name) is null)
        {
            if (Stream.Sent.Any(static s => s.Count > 0)) throw new HistoryException($"{StreamModel.Name} is gone");
            await life.Broker.Topics.CreateAsync(
                BrokerSetup.Ns, StreamModel.Name, TopicKind.Stream, StreamModel.Partitions,
                new Dictionary<string, string> { ["retention.ms"] = "-1" }, false, default);
        }

        for (int p = 0; p < StreamModel.Partitions; p++)
        {
            foreach (SentBatch batch in Stream.Sent[p])
                if (batch.BaseOffset < 0) await SendAsync(p, batch);
        }
    }

    public async Task ProduceAsync()
    {
        int partition = random.Next(StreamModel.Partitions);
        Message[] messages =
            [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => model.NewMessage(random.Next(3_000)))];
        var batch = new SentBatch(Stream.NextSequence[partition], messages);
        Stream.NextSequence[partition] += messages.Length;
        Stream.Sent[partition].Add(batch);
        await SendAsync(partition, batch);
    }

    public async Task CommitAsync()
    {
        if (_isCommitting) return;
        _isCommitting = true;
        int partition = random.Next(StreamModel.Partitions);
        long offset = random.Next(1_000);
        trace.Add($"commit {offset} of partition {partition}");
        Stream.Committing[partition] = offset;
        OffsetsReply reply = await life.Broker.Groups.CommitAsync(new CommitRequest
        {
            GroupId = StreamModel.Group,
            Offsets = [new OffsetToCommit(StreamModel.Name, partition, offset)],
        });
        if (reply.Error != GroupError.None || reply.Entries[0] != GroupError.None)
            throw new HistoryException($"offset {offset} was refused: {reply.Error}");
        Stream.Committed[partition] = offset;
        Stream.Committing[partition] = -1;
        _isCommitting = false;
    }

    /// <summary>At rest, or after a start.</summary>
    public async Task CheckAsync()
    {
        if (life.Broker.Topics.Find(BrokerSetup.Ns, StreamModel.Name) is not { } topic) return;
        for (int p = 0; p < StreamModel.Partitions; p++)
        {
            Stream.Check(p, await QueueReading.ReadAsync(topic.Partitions[p].Log, StreamModel.Name, model));
            CheckOffset(p);
        }
    }

    private void CheckOffset(int partition)
    {
        bool isThere = life.Broker.Groups.TryGetOffset(
            StreamModel.Group, new OffsetKey(StreamModel.Name, partition), out CommittedOffset found);
        long offset = isThere ? found.Offset : -1;
        if (offset != Stream.Committed[partition] && (offset != Stream.Committing[partition] || !isThere))
        {
            throw new HistoryException(
                $"the group is at {offset} of partition {partition}, not at {Stream.Committed[partition]}");
        }

        Stream.Committed[partition] = offset;
        Stream.Committing[partition] = -1;
    }

    private async Task SendAsync(int partition, SentBatch sent)
    {
        Partition to = life.Broker.Topics.Find(BrokerSetup.Ns, StreamModel.Name)!.Partitions[partition];
        using var builder = new RecordBatchBuilder();
        builder.Reset(
            model.Time.NowMs, producerId: 1_000 + partition, producerEpoch: 0, baseSequence: sent.Sequence);
        foreach (Message message in sent.Messages)
        {
            byte[] key = Encoding.UTF8.GetBytes(StreamModel.KeyOf(message.Id, partition));
            builder.Add(model.Time.NowMs, key, false, message.Value, false, default, 0);
        }

        byte[] batch = builder.Complete().ToArray();
        RecordBatchHeader.TryRead(batch, out RecordBatchHeader header);
        AppendOutcome outcome = to.Append(new ReadOnlySequence<byte>(batch), header, null, mayBlock: true);
        trace.Add($"produce sequence {sent.Sequence} to partition {partition}: {outcome.Error}");
        if (outcome.Error == AppendError.StorageUnavailable)
            throw new Weir.Storage.StorageFailedException($"{to.Shard.Id} takes no writes");
        if (outcome.Error is not (AppendError.None or AppendError.Duplicate))
            throw new HistoryException($"sequence {sent.Sequence} to partition {partition}: {outcome.Error}");
        await life.AwaitAsync(new CommitPoint(to.Shard, outcome.Lsn), isSynced: true);
        sent.BaseOffset = outcome.BaseOffset;
    }
}
