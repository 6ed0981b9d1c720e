using System.Text;
using Weir.Amqp.Wire;

namespace Weir.Load.Amqp;

/// <summary>Turns a broker that closes the channel or the connection into the sentence it gave as its reason.</summary>
internal static class AmqpRefusal
{
    public static void ThrowIfClosed(MethodId id, ReadOnlySpan<byte> arguments)
    {
        if (id == MethodId.ConnectionClose && ConnectionClose.TryRead(arguments, out ConnectionClose connection))
            throw Refused(connection.ReplyCode, connection.ReplyText);
        if (id == MethodId.ChannelClose && ChannelClose.TryRead(arguments, out ChannelClose channel))
            throw Refused(channel.ReplyCode, channel.ReplyText);
        if (id == MethodId.BasicCancel) throw new LoadException("the broker cancelled a consumer");
    }

    private static LoadException Refused(ushort code, ReadOnlySpan<byte> text) =>
        new($"the broker refused with {code} {Encoding.UTF8.GetString(text)}");
}
