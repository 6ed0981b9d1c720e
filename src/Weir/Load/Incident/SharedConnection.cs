using System.Buffers;
using System.Text;
using Weir.Amqp.Wire;
using Weir.Load.Amqp;
using Weir.Wire;

namespace Weir.Load.Incident;

/// <summary>
/// One AMQP connection with two channels: orders at a fixed rate with confirms on one, on the other a flood without
/// confirms, as fast as the socket takes it. An order goes out as soon as it is due and the socket takes it, so what
/// delays its confirmation beyond that is the broker's doing. Either channel may be left out.
/// </summary>
internal sealed class SharedConnection : LoadConnection
{
    public const string Orders = "incident.orders";

    /// <summary>The flooded queue, by the name that a load on one queue gives it.</summary>
    public const string Tracking = TrackingName + ".0";

    public const string TrackingName = "incident.tracking";

    private const ushort FloodChannel = 1;
    private const ushort OrderChannel = 2;
    private const int FloodBatch = 16;
    private const int BatchesPerTurn = 8;

    // property flags with delivery-mode, persistent (specification 4.2.6.1).
    private static readonly byte[] Persistent = [0x10, 0x00, 2];

    private readonly bool _floods;
    private readonly long _floodInterval;
    private readonly byte[] _order;
    private readonly byte[] _flood;
    private readonly Pace? _pace;
    private readonly long[] _due;
    private long _next;
    private long _lowest;
    private long _floodAt;

    private SharedConnection(
        AmqpLink link, LoadPlan plan, bool floods, double floodRate, LoadSpan span, LoadTally tally)
        : base(link.Socket, span, tally)
    {
        _floods = floods;
        _floodInterval = floodRate > 0 ? (long)(FloodBatch * LoadClock.Second / floodRate) : 0;
        _pace = plan.IsPaced ? new Pace(plan, 0, span) : null;
        _due = new long[plan.IsPaced ? (int)((plan.WarmUp + plan.Duration).TotalSeconds * plan.RatePerSecond) + 2 : 0];
        _order = Messages(link, OrderChannel, Orders, plan.SizeBytes, 1);
        _flood = Messages(link, FloodChannel, Tracking, plan.SizeBytes, FloodBatch);
    }

    /// <summary>How many orders there will be.</summary>
    public long Planned => _pace?.Planned ?? 0;

    /// <param name="target">The broker.</param>
    /// <param name="plan">The orders; without a rate there are none.</param>
    /// <param name="floods">Whether it floods as well.</param>
    /// <param name="floodRate">Messages a second of the flood, 0 for as fast as the socket takes them.</param>
    /// <param name="span">When it all begins and ends.</param>
    /// <param name="tally">Counts orders confirmed and flood messages sent.</param>
    public static SharedConnection Open(
        AmqpTarget target, LoadPlan plan, bool floods, double floodRate, LoadSpan span, LoadTally tally)
    {
        AmqpLink link = new(target);
        link.OpenChannel(OrderChannel);
        link.SelectConfirms(OrderChannel);
        return new SharedConnection(link, plan, floods, floodRate, span, tally);
    }

    public override long Advance(long now)
    {
        for (int i = 0; i < BatchesPerTurn; i++)
        {
            if (!Flush() || !SendOrder(now) || !SendFlood(now)) return long.MaxValue;
            now = LoadClock.Now;
        }

        long orderAt = _pace?.NextAt(_next, now) ?? long.MaxValue;
        return IsFlooding(now) ? Math.Min(orderAt, Math.Max(now, _floodAt)) : orderAt;
    }

    protected override int Take(ReadOnlySpan<byte> input)
    {
        int taken = 0;
        while (FrameReader.TryRead(input[taken..], int.MaxValue, out FrameView frame, out _) == FrameStatus.Complete)
        {
            taken += frame.FrameBytes;
            if (frame.Type != FrameType.Method
                || !MethodFrame.TryRead(frame.Payload, out MethodId id, out ReadOnlySpan<byte> arguments))
            {
                continue;
            }

            AmqpRefusal.ThrowIfClosed(id, arguments);
            if (id == MethodId.BasicAck && BasicAck.TryRead(arguments, out BasicAck ack))
                Confirm((long)ack.DeliveryTag, ack.Multiple);
        }

        return taken;
    }

    private bool IsFlooding(long now) => _floods && now < Span.MeasuredTo;

    private bool SendOrder(long now)
    {
        if (_pace is null || _pace.Ready(_next, now, 1) == 0) return true;
        _due[_next] = _pace.DueAt(_next);
        _next++;
        return Send(_order, 0, _order.Length);
    }

    private bool SendFlood(long now)
    {
        if (!IsFlooding(now) || now < _floodAt) return true;
        _floodAt = Math.Max(_floodAt, Span.BeginsAt) + _floodInterval;
        Tally.AddSent(FloodBatch);
        return Send(_flood, 0, _flood.Length);
    }

    // Confirmations count from 1, orders from 0.
    private void Confirm(long tag, bool multiple)
    {
        long now = LoadClock.Now;
        for (long number = multiple ? _lowest : tag - 1; number < tag; number++)
        {
            if (_due[number] == 0) continue;
            if (Span.Measures(_due[number])) Tally.ConfirmLatency.Record(now - _due[number]);
            _due[number] = 0;
            Tally.AddConfirmed(1);
        }

        while (_lowest < _next && _due[_lowest] == 0) _lowest++;
    }

    private static byte[] Messages(AmqpLink link, ushort channel, string queue, int sizeBytes, int count)
    {
        using PooledBufferWriter output = new();
        byte[] body = new byte[sizeBytes];
        for (int i = 0; i < count; i++)
        {
            ContentWriter.WritePublish(output, link.FrameMax, channel, default, Encoding.ASCII.GetBytes(queue),
                mandatory: false, Persistent, new ReadOnlySequence<byte>(body));
        }

        return output.WrittenSpan.ToArray();
    }
}
