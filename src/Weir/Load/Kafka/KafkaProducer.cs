using System.Buffers.Binary;
using Weir.Client;
using Weir.Kafka.Wire;

namespace Weir.Load.Kafka;

/// <summary>
/// Produces batches, a request each, pipelined up to the confirm window. A broker answers a connection's requests in
/// their order, so an answer confirms the oldest batch that is out. The request is made once; only numbers, due times
/// and the checksum change.
/// </summary>
internal sealed class KafkaProducer : LoadProducer
{
    // The version that every broker since 0.11 serves; its array counts and lengths have a fixed width.
    private const short ProduceVersion = 3;
    private const int TimeoutMs = 30_000;
    private const int CorrelationAt = 8;

    private readonly string _topic;
    private readonly int[] _partitions;
    private readonly KafkaBatchTemplate _template;
    private readonly byte[] _request;
    private readonly int _batchAt;
    private readonly Queue<int> _out = new();
    private int _correlation;
    private int _turn;

    private KafkaProducer(LoadSocket socket, LoadPlan plan, int index, LoadSpan span, LoadTally tally)
        : base(socket, plan, index, span, tally)
    {
        _topic = plan.Name;

        // Fewer producers than partitions share them out; else several producers share a partition.
        _partitions = plan.Producers < plan.Lanes
            ? [.. Enumerable.Range(0, plan.Lanes).Where(i => i % plan.Producers == index)]
            : [index % plan.Lanes];
        _template = new KafkaBatchTemplate(plan.Batch, plan.SizeBytes);
        using KafkaWriter writer = new();
        int start = writer.BeginFrame();
        new RequestHeader((short)ApiKey.Produce, ProduceVersion, 0, KafkaLoad.ClientId).Write(writer, 1);
        new ProduceRequest
        {
            Acks = (short)(WantsConfirms ? -1 : 0),
            TimeoutMs = TimeoutMs,
            TopicData =
            [
                new ProduceRequest.Topic
                {
                    Name = _topic,
                    PartitionData = [new ProduceRequest.Partition { Records = _template.Bytes }],
                },
            ],
        }.Write(writer, ProduceVersion);
        writer.EndFrame(start);
        _request = writer.WrittenSpan.ToArray();
        _batchAt = _request.Length - _template.Bytes.Length;
    }

    public static KafkaProducer Open(LoadPlan plan, int index, LoadSpan span, LoadTally tally) =>
        new(new LoadSocket(plan.Target), plan, index, span, tally);

    protected override (byte[] Bytes, int Start, int End) Encode(long first, ref int count, ReadOnlySpan<long> due)
    {
        int batchBytes = _template.Cut(_request.AsSpan(_batchAt), due[..count]);
        int end = _batchAt + batchBytes;

        // Behind the request's size: correlation id in the header; before the batch: partition, then the batch's size.
        BinaryPrimitives.WriteInt32BigEndian(_request, end - sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(_request.AsSpan(CorrelationAt), _correlation++);
        BinaryPrimitives.WriteInt32BigEndian(_request.AsSpan(_batchAt - 8), _partitions[_turn]);
        BinaryPrimitives.WriteInt32BigEndian(_request.AsSpan(_batchAt - 4), batchBytes);
        _turn = (_turn + 1) % _partitions.Length;
        if (WantsConfirms) _out.Enqueue(count);
        return (_request, 0, end);
    }

    protected override int Take(ReadOnlySpan<byte> input)
    {
        int taken = 0;
        while (KafkaLoad.TryFrame(input[taken..], out ReadOnlySpan<byte> answer))
        {
            taken += sizeof(int) + answer.Length;
            int count = _out.Dequeue();

            // Correlation id, one topic: its name, one partition: its number, then the error (Produce response v3).
            int at = 4 + 4;
            at += 2 + BinaryPrimitives.ReadInt16BigEndian(answer[at..]) + 4 + 4;
            KafkaError error = (KafkaError)BinaryPrimitives.ReadInt16BigEndian(answer[at..]);
            BrokerErrors.CheckTopic(error, null, _topic);
            ConfirmThrough(Lowest + count - 1);
        }

        return taken;
    }
}
