using System.Buffers.Text;
using System.Text;
using Weir.Load;

namespace Weir.Compare.Nats;

/// <summary>
/// Publishes into a JetStream stream. Each message asks for its acknowledgement at a subject that ends with its number;
/// number and due time are all that changes in the encoded messages.
/// </summary>
internal sealed class NatsProducer : LoadProducer
{
    private const int NumberDigits = 12;

    private readonly byte[] _messages;
    private readonly int _messageBytes;
    private readonly int _numberAt;
    private readonly int _bodyAt;
    private readonly int _slots;

    public NatsProducer(LoadPlan plan, int index, LoadSpan span, LoadTally tally)
        : base(Open(plan, index), plan, index, span, tally)
    {
        string head = FormattableString.Invariant($"PUB {NatsLoad.Subject(plan, index % plan.Lanes)} _INBOX.p{index}.");
        string tail = FormattableString.Invariant($" {plan.SizeBytes}\r\n");
        _numberAt = head.Length;
        _bodyAt = head.Length + NumberDigits + tail.Length;
        byte[] message =
        [
            .. Encoding.ASCII.GetBytes(head + new string('0', NumberDigits) + tail),
            .. new byte[plan.SizeBytes],
            .. "\r\n"u8,
        ];
        _messageBytes = message.Length;
        _slots = plan.Batch;
        _messages = new byte[_slots * _messageBytes];
        for (int i = 0; i < _slots; i++) message.CopyTo(_messages, i * _messageBytes);
    }

    protected override (byte[] Bytes, int Start, int End) Encode(long first, ref int count, ReadOnlySpan<long> due)
    {
        count = Math.Min(count, _slots);
        for (int i = 0; i < count; i++)
        {
            Span<byte> message = _messages.AsSpan(i * _messageBytes);
            Utf8Formatter.TryFormat(first + i, message.Slice(_numberAt, NumberDigits), out _, new('D', NumberDigits));
            LoadConsumer.Stamp(message[_bodyAt..], due[i]);
        }

        return (_messages, 0, count * _messageBytes);
    }

    protected override int Take(ReadOnlySpan<byte> input)
    {
        int taken = 0;
        while (NatsMessage.TryRead(input[taken..], out NatsMessage message, out int bytes))
        {
            taken += bytes;
            if (!message.IsMessage) continue;
            if (message.Body.IndexOf("error"u8) >= 0)
                throw new LoadException($"NATS says {Encoding.ASCII.GetString(message.Body)}");
            int dot = message.Subject.LastIndexOf((byte)'.');
            ConfirmOne(AsciiNumber.ReadLong(message.Subject[(dot + 1)..]));
        }

        return taken;
    }

    private static LoadSocket Open(LoadPlan plan, int index)
    {
        LoadSocket socket = NatsLoad.Connect(plan);
        socket.Send(Encoding.ASCII.GetBytes(FormattableString.Invariant($"SUB _INBOX.p{index}.* 1\r\n")));
        return socket;
    }
}
