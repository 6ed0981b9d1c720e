using System.Buffers;
using System.Text;
using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Load.Amqp;

/// <summary>
/// Publishes to the default exchange with confirms. Its messages are encoded once, one behind the other in slots for as
/// many queues as it has; a batch is a run of slots in which only the due times are set before it goes out.
/// </summary>
internal sealed class AmqpProducer : LoadProducer
{
    private const ushort Channel = 1;

    // property flags with bit 12 set: delivery-mode follows (specification 4.2.6.1).
    private static readonly byte[] Persistent = [0x10, 0x00, 2];
    private static readonly byte[] Transient = [0x10, 0x00, 1];

    private readonly byte[] _frames;
    private readonly int[] _slotAt;
    private readonly int[] _stampAt;

    private AmqpProducer(
        AmqpLink link, AmqpTarget target, string[] queues, LoadPlan plan, int index, LoadSpan span, LoadTally tally)
        : base(link.Socket, plan, index, span, tally)
    {
        // Whole rounds of the queues, and at least a batch.
        int slots = (plan.Batch + queues.Length - 1) / queues.Length * queues.Length;
        _slotAt = new int[slots + 1];
        _stampAt = new int[slots];
        byte[] properties = target.IsTransient ? Transient : Persistent;
        byte[] body = new byte[plan.SizeBytes];
        Random.Shared.NextBytes(body);
        using PooledBufferWriter output = new();
        for (int i = 0; i < slots; i++)
        {
            byte[] queue = Encoding.UTF8.GetBytes(queues[i % queues.Length]);
            ContentWriter.WritePublish(output, link.FrameMax, Channel, default, queue, mandatory: false, properties,
                new ReadOnlySequence<byte>(body));
            _slotAt[i + 1] = output.WrittenBytes;
            _stampAt[i] = _slotAt[i + 1] - BodyBytes(body.Length, link.FrameMax) + FrameLayout.HeadBytes;
        }

        _frames = output.WrittenSpan.ToArray();
    }

    public static AmqpProducer Open(AmqpTarget target, LoadPlan plan, int index, LoadSpan span, LoadTally tally)
    {
        // Fewer producers than queues share the queues out; else several producers share a queue.
        string[] queues = plan.Producers < plan.Lanes
            ? [.. Enumerable.Range(0, plan.Lanes).Where(i => i % plan.Producers == index).Select(i => Queue(plan, i))]
            : [Queue(plan, index % plan.Lanes)];
        AmqpLink link = new(target);
        if (plan.ConfirmWindow > 0) link.SelectConfirms(Channel);
        return new AmqpProducer(link, target, queues, plan, index, span, tally);
    }

    public static string Queue(LoadPlan plan, int index) => FormattableString.Invariant($"{plan.Name}.{index}");

    protected override (byte[] Bytes, int Start, int End) Encode(long first, ref int count, ReadOnlySpan<long> due)
    {
        int slot = (int)(first % _stampAt.Length);
        count = Math.Min(count, _stampAt.Length - slot);
        for (int i = 0; i < count; i++) LoadConsumer.Stamp(_frames.AsSpan(_stampAt[slot + i]), due[i]);
        return (_frames, _slotAt[slot], _slotAt[slot + count]);
    }

    protected override int Take(ReadOnlySpan<byte> input)
    {
        int taken = 0;
        while (FrameReader.TryRead(input[taken..], int.MaxValue, out FrameView frame, out _) == FrameStatus.Complete)
        {
            taken += frame.FrameBytes;
            if (frame.Type == FrameType.Method) TakeMethod(frame.Payload);
        }

        return taken;
    }

    // Confirmations count from 1, messages from 0.
    private void TakeMethod(ReadOnlySpan<byte> payload)
    {
        if (!MethodFrame.TryRead(payload, out MethodId id, out ReadOnlySpan<byte> arguments)) return;
        if (id == MethodId.BasicAck && BasicAck.TryRead(arguments, out BasicAck ack))
            Confirmed((long)ack.DeliveryTag - 1, ack.Multiple, isTaken: true);
        else if (id == MethodId.BasicNack && BasicNack.TryRead(arguments, out BasicNack nack))
            Confirmed((long)nack.DeliveryTag - 1, nack.Multiple, isTaken: false);
        else
            AmqpRefusal.ThrowIfClosed(id, arguments);
    }

    private void Confirmed(long number, bool multiple, bool isTaken)
    {
        if (multiple) ConfirmThrough(number, isTaken);
        else ConfirmOne(number, isTaken);
    }

    private static int BodyBytes(int sizeBytes, int frameMax)
    {
        int pieceMax = frameMax - FrameLayout.OverheadBytes;
        return sizeBytes + (sizeBytes + pieceMax - 1) / pieceMax * FrameLayout.OverheadBytes;
    }
}
