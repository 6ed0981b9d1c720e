using System.Buffers.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Delays;

namespace Weir.Amqp.Sessions;

/// <summary>
/// The headers by which a publisher asks for a later delivery: <c>deliver-at</c>, an instant, and <c>x-delay</c>, which
/// only exchanges of type x-delayed-message look at.
/// </summary>
internal static class DeliverAt
{
    public static ReadOnlySpan<byte> HeaderName => "deliver-at"u8;

    public static ReadOnlySpan<byte> DelayHeaderName => "x-delay"u8;

    /// <summary>
    /// When to deliver, Unix milliseconds: an integer or decimal text of milliseconds, or a timestamp, which has
    /// seconds. 0 when it is not asked for. No further ahead than the longest delay.
    /// </summary>
    public static long Read(BasicProperties properties, long nowMs)
    {
        if (!properties.Has(BasicProperty.Headers)
            || !FieldTableReader.TryFind(properties.Headers, HeaderName, out FieldView value)) return 0;
        if (!TryRead(value, out long atMs))
            throw new AmqpException(
                ReplyCode.PreconditionFailed, "invalid header 'deliver-at': it is no time in milliseconds");
        return DelayLogs.Limit(atMs, nowMs);
    }

    private static bool TryRead(FieldView value, out long atMs)
    {
        if (value.TryGetInteger(out atMs)) return true;
        if (value.TryGetTimestamp(out ulong seconds))
        {
            atMs = (long)Math.Min(seconds, long.MaxValue / 1000) * 1000;
            return true;
        }

        return value.TryGetLongString(out ReadOnlySpan<byte> text)
            && Utf8Parser.TryParse(text, out atMs, out int used) && used == text.Length;
    }
}
