using System.Text;
using Weir.Load;

namespace Weir.Compare.Nats;

/// <summary>One thing that a NATS server says: a message, or a line that is none.</summary>
internal readonly ref struct NatsMessage
{
    public bool IsMessage { get; private init; }

    public bool IsPing { get; private init; }

    public ReadOnlySpan<byte> Subject { get; private init; }

    /// <summary>Where to answer; empty when nobody asked.</summary>
    public ReadOnlySpan<byte> Reply { get; private init; }

    public ReadOnlySpan<byte> Body { get; private init; }

    /// <summary>Cuts the first off the input, or says false when it is not all there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> input, out NatsMessage message, out int bytes)
    {
        message = default;
        bytes = 0;
        int line = input.IndexOf((byte)'\n');
        if (line < 0) return false;
        bytes = line + 1;
        ReadOnlySpan<byte> text = input[..line].TrimEnd((byte)'\r');
        if (text.StartsWith("-ERR"u8)) throw new LoadException($"NATS says {Encoding.ASCII.GetString(text)}");
        if (!text.StartsWith("MSG "u8))
        {
            message = new NatsMessage { IsPing = text.StartsWith("PING"u8) };
            return true;
        }

        // MSG subject sid [reply] bytes
        text = text[4..];
        ReadOnlySpan<byte> subject = text[..text.IndexOf((byte)' ')];
        text = text[(subject.Length + 1)..];
        text = text[(text.IndexOf((byte)' ') + 1)..];
        int gap = text.IndexOf((byte)' ');
        int body = AsciiNumber.Read(text[(gap + 1)..]);
        if (bytes + body + 2 > input.Length) return false;
        message = new NatsMessage
        {
            IsMessage = true,
            Subject = subject,
            Reply = gap < 0 ? default : text[..gap],
            Body = input.Slice(bytes, body),
        };
        bytes += body + 2;
        return true;
    }
}
