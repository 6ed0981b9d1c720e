using System.Buffers.Text;
using System.Text;
using Weir.Load;
using Weir.Wire;

namespace Weir.Compare.Redis;

/// <summary>
/// Reads a stream as a member of a group, so many entries at once, and acknowledges all of them with one XACK that goes
/// out together with the next read.
/// </summary>
internal sealed class RedisConsumer : LoadConsumer
{
    private readonly byte[] _read;
    private readonly string _stream;
    private readonly PooledBufferWriter _ids = new();
    private int _bulks;
    private int _entries;

    public RedisConsumer(LoadPlan plan, int index, LoadSpan span, LoadTally tally)
        : base(new LoadSocket(plan.Target), span, tally)
    {
        _stream = RedisLoad.Stream(plan, index % plan.Lanes);
        _read = Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"XREADGROUP GROUP g c{index} COUNT {plan.Prefetch} BLOCK 200 STREAMS {_stream} >\r\n"));
        Output.Write(_read);
    }

    protected override int Take(ReadOnlySpan<byte> input)
    {
        int taken = 0;
        while (taken < input.Length)
        {
            ReadOnlySpan<byte> reply = input[taken..];
            int bytes = Measure(reply);
            if (bytes < 0) break;
            taken += bytes;
            if (reply[0] == '-')
                throw new LoadException($"Redis says {Encoding.ASCII.GetString(reply[..bytes]).Trim()}");

            // What begins with a colon answers an XACK; anything else, nothing found included, answers the read.
            if (reply[0] != ':') TakeEntries(reply[..bytes]);
        }

        return taken;
    }

    private void TakeEntries(ReadOnlySpan<byte> reply)
    {
        (_bulks, _entries) = (0, 0);
        _ids.Clear();
        long now = LoadClock.Now;
        while (!reply.IsEmpty)
        {
            int line = reply.IndexOf((byte)'\n') + 1;
            if (reply[0] == '$' && Utf8Parser.TryParse(reply[1..], out int bytes, out _) && bytes >= 0)
            {
                TakeBulk(reply.Slice(line, bytes), reply[..(line + bytes + 2)], now);
                line += bytes + 2;
            }

            reply = reply[line..];
        }

        if (_entries > 0)
        {
            Output.Write(Encoding.ASCII.GetBytes(FormattableString.Invariant(
                $"*{3 + _entries}\r\n$4\r\nXACK\r\n${_stream.Length}\r\n{_stream}\r\n$1\r\ng\r\n")));
            Output.Write(_ids.WrittenSpan);
        }

        Output.Write(_read);
    }

    // The stream's name, then id, field and value of each entry.
    private void TakeBulk(ReadOnlySpan<byte> value, ReadOnlySpan<byte> encoded, long now)
    {
        int kind = _bulks++;
        if (kind == 0) return;
        if (kind % 3 == 1)
        {
            _ids.Write(encoded);
            _entries++;
        }
        else if (kind % 3 == 0)
        {
            Received(value, now);
        }
    }

    /// <summary>The bytes of the first whole reply, or -1.</summary>
    private static int Measure(ReadOnlySpan<byte> input)
    {
        int at = 0;
        for (int open = 1; open > 0; open--)
        {
            int line = input[at..].IndexOf((byte)'\n');
            if (line < 0) return -1;
            byte kind = input[at];
            int number = kind is (byte)'$' or (byte)'*' ? AsciiNumber.Read(input[(at + 1)..]) : 0;
            at += line + 1;
            if (kind == '$' && number >= 0) at += number + 2;
            if (kind == '*' && number > 0) open += number;
            if (at > input.Length) return -1;
        }

        return at;
    }
}
