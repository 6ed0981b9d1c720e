using System.Globalization;
using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Queues;
using Weir.Broker.Streams;

namespace Weir.Amqp.Sessions;

/// <summary>What arguments say of streams: how long they keep their messages, and where consumers begin.</summary>
internal static class StreamArguments
{
    public const string OffsetName = "x-stream-offset";

    /// <summary>Declared as a stream by a client, so that it is never consumed as a queue.</summary>
    public static bool IsDeclared(Queue queue) => queue.IsStream && !queue.Options.Declaration.IsEmpty;

    /// <summary>The topic settings that a stream's arguments ask for.</summary>
    public static Dictionary<string, string> Settings(FieldTable arguments, string queue, string vhost)
    {
        var settings = new Dictionary<string, string>
        {
            ["retention.ms"] = MaxAgeMs(arguments, queue, vhost),
            ["retention.bytes"] = QueueArguments.Limit(arguments, "x-max-length-bytes", queue, vhost) is { } bytes
                ? bytes.ToString(CultureInfo.InvariantCulture)
                : "-1",
        };
        if (QueueArguments.Limit(arguments, "x-stream-max-segment-size-bytes", queue, vhost) is { } segment)
            settings["segment.bytes"] = segment.ToString(CultureInfo.InvariantCulture);
        if (QueueArguments.Find(arguments, "x-trace") is { AsBoolean: true }) settings["trace.enabled"] = "true";
        return settings;
    }

    /// <summary>
    /// Where the consumer wants to begin; null when it asks for nothing and the queue is none that asks for it.
    /// </summary>
    public static StreamStart? Start(ReadOnlySpan<byte> arguments, Queue queue, long nowMs)
    {
        string vhost = queue.Topic.Namespace;
        bool isAsked = FieldTableReader.TryFind(arguments, "x-stream-offset"u8, out FieldView value);
        if (!isAsked) return IsDeclared(queue) ? new StreamStart(StreamStartKind.Next, 0) : null;
        if (!queue.IsStream) throw QueueArguments.NotOfType(OffsetName, queue.Name, vhost, "classic");
        if (value.TryGetInteger(out long offset) && offset >= 0)
            return new StreamStart(StreamStartKind.Offset, offset);
        if (value.TryGetTimestamp(out ulong seconds) && seconds <= long.MaxValue / 1000)
            return new StreamStart(StreamStartKind.Time, (long)seconds * 1000);
        if (value.TryGetLongString(out ReadOnlySpan<byte> utf8))
        {
            string text = Encoding.UTF8.GetString(utf8);
            if (text == "first") return new StreamStart(StreamStartKind.First, 0);
            if (text == "last") return new StreamStart(StreamStartKind.Last, 0);
            if (text == "next") return new StreamStart(StreamStartKind.Next, 0);
            if (StreamInterval.TryParse(text, out long ms)) return new StreamStart(StreamStartKind.Time, nowMs - ms);
        }

        throw new AmqpException(
            ReplyCode.PreconditionFailed,
            $"invalid arg '{OffsetName}' for queue '{queue.Name}' in vhost '{vhost}': first, last, next, an offset, " +
            "a timestamp or an interval as in 2h is expected");
    }

    /// <summary>Throws when a stream cannot be read as the consumer asks.</summary>
    public static void CheckConsumer(
        ReadOnlySpan<byte> arguments, Queue queue, bool noAck, int prefetch, string vhost)
    {
        if (FieldTableReader.TryFind(arguments, "x-priority"u8, out _))
            throw QueueArguments.NotOfType("x-priority", queue.Name, vhost, "stream");
        if (noAck) throw NotServed("automatic acknowledgement", queue, vhost);
        if (prefetch > 0) return;
        throw new AmqpException(
            ReplyCode.PreconditionFailed,
            $"consumer prefetch count is not set for 'queue '{queue.Name}' in vhost '{vhost}''");
    }

    /// <summary>Throws when the queue is a stream that does not know this operation.</summary>
    public static void MustServe(string operation, Queue queue, string vhost)
    {
        if (IsDeclared(queue)) throw NotServed(operation, queue, vhost);
    }

    private static AmqpException NotServed(string operation, Queue queue, string vhost) => new(
        ReplyCode.NotImplemented,
        $"{operation} not supported by stream queues queue '{queue.Name}' in vhost '{vhost}'");

    private static string MaxAgeMs(FieldTable arguments, string queue, string vhost)
    {
        if (QueueArguments.Find(arguments, "x-max-age") is not { } age) return "-1";
        string why = "a number and one of Y, M, D, h, m and s is expected";
        if (age.AsText is not { } text) why = $"{{unacceptable_type,{QueueArguments.NameOf(age.Type)}}}";
        else if (StreamInterval.TryParse(text, out long ms)) return ms.ToString(CultureInfo.InvariantCulture);
        throw QueueArguments.Invalid("x-max-age", queue, vhost, why);
    }
}
