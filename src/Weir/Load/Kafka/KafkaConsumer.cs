using System.Buffers.Binary;
using Weir.Client;
using Weir.Kafka.Wire;
using Weir.Wire.Records;

namespace Weir.Load.Kafka;

/// <summary>
/// Fetches from its partitions, one request at a time and all of them in it. At a fixed rate every record's time is
/// taken; flat out only that of a batch's first, because looking into each would cost more than the broker's part.
/// </summary>
internal sealed class KafkaConsumer : LoadConsumer
{
    private const short FetchVersion = 4;
    private const int WaitMsMax = 500;
    private const int FetchBytesMax = 8 << 20;
    private const int PartitionBytesMax = 1 << 20;

    // A partition at the end of the request: its number, the offset to read from, the most bytes.
    private const int PartitionBytes = 4 + 8 + 4;

    private readonly string _topic;
    private readonly byte[] _request;
    private readonly Dictionary<int, int> _offsetAt = [];
    private readonly bool _readsAll;
    private bool _isAsking;

    private KafkaConsumer(LoadPlan plan, int index, long[] offsets, LoadSpan span, LoadTally tally)
        : base(new LoadSocket(plan.Target), span, tally)
    {
        _topic = plan.Name;
        _readsAll = plan.IsPaced;
        FetchRequest.FetchPartition[] partitions =
        [
            .. Enumerable.Range(0, plan.Lanes).Where(i => i % plan.Consumers == index)
                .Select(i => new FetchRequest.FetchPartition
                {
                    Partition = i,
                    FetchOffset = offsets[i],
                    PartitionMaxBytes = Math.Max(PartitionBytesMax, 2 * plan.SizeBytes),
                }),
        ];
        using KafkaWriter writer = new();
        int start = writer.BeginFrame();
        new RequestHeader((short)ApiKey.Fetch, FetchVersion, 0, KafkaLoad.ClientId).Write(writer, 1);
        new FetchRequest
        {
            MaxWaitMs = WaitMsMax,
            MinBytes = 1,
            MaxBytes = Math.Max(FetchBytesMax, 2 * plan.SizeBytes),
            Topics = [new FetchRequest.FetchTopic { Topic = _topic, Partitions = [.. partitions] }],
        }.Write(writer, FetchVersion);
        writer.EndFrame(start);
        _request = writer.WrittenSpan.ToArray();
        for (int i = 0; i < partitions.Length; i++)
        {
            int at = _request.Length - (partitions.Length - i) * PartitionBytes;
            _offsetAt[partitions[i].Partition] = at + 4;
        }
    }

    public static KafkaConsumer Open(LoadPlan plan, int index, long[] offsets, LoadSpan span, LoadTally tally) =>
        new(plan, index, offsets, span, tally);

    public override long Advance(long now)
    {
        if (_isAsking)
        {
            Flush();
        }
        else
        {
            _isAsking = true;
            Send(_request, 0, _request.Length);
        }

        return long.MaxValue;
    }

    protected override int Take(ReadOnlySpan<byte> input)
    {
        int taken = 0;
        while (KafkaLoad.TryFrame(input[taken..], out ReadOnlySpan<byte> answer))
        {
            taken += sizeof(int) + answer.Length;
            TakeAnswer(answer);
            _isAsking = false;
        }

        return taken;
    }

    protected override void Answer()
    {
        if (!_isAsking) Advance(0);
    }

    // Fetch response v4: correlation id, throttle time, topics: name, partitions: number, error, two offsets, aborted
    // transactions (two numbers each), records behind their size.
    private void TakeAnswer(ReadOnlySpan<byte> answer)
    {
        long now = LoadClock.Now;
        int topics = BinaryPrimitives.ReadInt32BigEndian(answer[8..]);
        int at = 12;
        for (int t = 0; t < topics; t++)
        {
            at += 2 + BinaryPrimitives.ReadInt16BigEndian(answer[at..]);
            int partitions = BinaryPrimitives.ReadInt32BigEndian(answer[at..]);
            at += 4;
            for (int p = 0; p < partitions; p++)
            {
                int partition = BinaryPrimitives.ReadInt32BigEndian(answer[at..]);
                KafkaError error = (KafkaError)BinaryPrimitives.ReadInt16BigEndian(answer[(at + 4)..]);
                BrokerErrors.CheckTopic(error, null, _topic);
                int aborted = BinaryPrimitives.ReadInt32BigEndian(answer[(at + 22)..]);
                at += 26 + 16 * Math.Max(0, aborted);
                int bytes = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(answer[at..]));
                TakeRecords(partition, answer.Slice(at + 4, bytes), now);
                at += 4 + bytes;
            }
        }
    }

    private void TakeRecords(int partition, ReadOnlySpan<byte> records, long now)
    {
        Span<byte> position = _request.AsSpan(_offsetAt[partition]);
        RecordBatchEnumerator batches = new(records);
        while (batches.MoveNext())
        {
            RecordBatchHeader header = batches.Header;

            // The first batch of an answer may begin before the offset that was asked for.
            int skipped = (int)Math.Max(0, BinaryPrimitives.ReadInt64BigEndian(position) - header.BaseOffset);
            Tally.AddReceived(Math.Max(0, header.RecordCount - skipped));
            TakeTimes(batches.Batch, header, now);
            BinaryPrimitives.WriteInt64BigEndian(position, header.NextOffset);
        }
    }

    private void TakeTimes(ReadOnlySpan<byte> batch, in RecordBatchHeader header, long now)
    {
        if (header.Compression != CompressionCodec.None) return;
        RecordReader reader = new(batch[RecordBatchHeader.Bytes..], header.RecordCount);
        if (!_readsAll)
        {
            // Due times within a batch of a flood are equal.
            if (reader.TryRead(out RecordView first)) TakeTime(first, now);
            return;
        }

        while (reader.TryRead(out RecordView record)) TakeTime(record, now);
    }

    private void TakeTime(in RecordView record, long now)
    {
        long due = KafkaBatchTemplate.ReadStampOf(record);
        if (Span.Measures(due)) Tally.EndToEndLatency.Record(now - due);
    }
}
