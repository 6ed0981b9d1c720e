using System.Text;
using Weir.Load;

namespace Weir.Compare.Redis;

/// <summary>Appends to a stream with pipelined XADDs, encoded once; answers come in their order.</summary>
internal sealed class RedisProducer : LoadProducer
{
    private readonly byte[] _commands;
    private readonly int _commandBytes;
    private readonly int _valueAt;
    private readonly int _slots;

    public RedisProducer(LoadPlan plan, int index, LoadSpan span, LoadTally tally)
        : base(new LoadSocket(plan.Target), plan, index, span, tally)
    {
        string stream = RedisLoad.Stream(plan, index % plan.Lanes);
        byte[] head = Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"*5\r\n$4\r\nXADD\r\n${stream.Length}\r\n{stream}\r\n$1\r\n*\r\n$1\r\nd\r\n${plan.SizeBytes}\r\n"));
        byte[] command = [.. head, .. new byte[plan.SizeBytes], .. "\r\n"u8];
        _commandBytes = command.Length;
        _valueAt = head.Length;
        _slots = plan.Batch;
        _commands = new byte[_slots * _commandBytes];
        for (int i = 0; i < _slots; i++) command.CopyTo(_commands, i * _commandBytes);
    }

    protected override (byte[] Bytes, int Start, int End) Encode(long first, ref int count, ReadOnlySpan<long> due)
    {
        count = Math.Min(count, _slots);
        for (int i = 0; i < count; i++) LoadConsumer.Stamp(_commands.AsSpan(i * _commandBytes + _valueAt), due[i]);
        return (_commands, 0, count * _commandBytes);
    }

    // Each answer is the id of the entry: $15 CRLF 1700000000000-0 CRLF.
    protected override int Take(ReadOnlySpan<byte> input)
    {
        int taken = 0;
        int answers = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = input[taken..];
            int line = rest.IndexOf((byte)'\n');
            if (line < 0) break;
            if (rest[0] != '$') throw new LoadException($"Redis says {Encoding.ASCII.GetString(rest[..line]).Trim()}");
            int end = line + 1 + AsciiNumber.Read(rest[1..]) + 2;
            if (end > rest.Length) break;
            taken += end;
            answers++;
        }

        if (answers > 0) ConfirmThrough(Lowest + answers - 1);
        return taken;
    }
}
