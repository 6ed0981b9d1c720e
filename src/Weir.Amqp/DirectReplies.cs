using System.Collections.Concurrent;
using System.Text;
using Weir.Amqp.Sessions;
using Weir.Amqp.Wire;

namespace Weir.Amqp;

/// <summary>
/// Direct reply-to (RabbitMQ's pseudo-queue <c>amq.rabbitmq.reply-to</c>): who waits for replies, by the address that
/// requests carry. A reply goes from the publisher's session into the output of the waiting one and is stored nowhere:
/// it is lost with either connection, and not taken when too much waits for a slow client already.
/// </summary>
internal sealed class DirectReplies
{
    public const string QueueName = "amq.rabbitmq.reply-to";

    private readonly ConcurrentDictionary<string, ReplyConsumer> _waiting = new(StringComparer.Ordinal);

    private static ReadOnlySpan<byte> Prefix => "amq.rabbitmq.reply-to."u8;

    public static bool IsQueue(ReadOnlySpan<byte> name) => name.SequenceEqual(Prefix[..^1]);

    public static bool IsAddress(ReadOnlySpan<byte> key) => key.StartsWith(Prefix);

    public ReplyConsumer Add(AmqpChannel channel, string tag)
    {
        var consumer = new ReplyConsumer(channel, tag, ServerNames.New(QueueName + "."));
        _waiting[consumer.Address] = consumer;
        return consumer;
    }

    public void Remove(ReplyConsumer consumer) => _waiting.TryRemove(consumer.Address, out _);

    /// <summary>Whether somebody waits at that address.</summary>
    public bool IsWaiting(string ns, ReadOnlySpan<byte> address) => Find(ns, address) is not null;

    /// <summary>False when nobody waits there, or does not take what was sent.</summary>
    public bool TryDeliver(
        string ns, ReadOnlySpan<byte> address, ReadOnlySpan<byte> properties, ReadOnlySpan<byte> body) =>
        Find(ns, address) is { } consumer && consumer.Channel.TryReply(consumer, address, properties, body);

    private ReplyConsumer? Find(string ns, ReadOnlySpan<byte> address)
    {
        Span<char> text = stackalloc char[ShortString.BytesMax];
        int length = Encoding.Latin1.GetChars(address, text);
        return _waiting.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var consumer)
            && consumer.Channel.Connection.Namespace == ns ? consumer : null;
    }
}
