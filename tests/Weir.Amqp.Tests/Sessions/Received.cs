using System.Text;
using Weir.Amqp.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>A method from the server, with its content if it carries any.</summary>
internal sealed record Received(ushort Channel, MethodId Method, byte[] Arguments, byte[] Properties, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public ulong DeliveryTag => Method switch
    {
        MethodId.BasicDeliver => BasicDeliver.TryRead(Arguments, out var deliver) ? deliver.DeliveryTag : 0,
        MethodId.BasicGetOk => BasicGetOk.TryRead(Arguments, out var got) ? got.DeliveryTag : 0,
        MethodId.BasicAck => BasicAck.TryRead(Arguments, out var ack) ? ack.DeliveryTag : 0,
        MethodId.BasicNack => BasicNack.TryRead(Arguments, out var nack) ? nack.DeliveryTag : 0,
        _ => throw new InvalidOperationException($"{Method} has no delivery tag"),
    };

    public bool IsRedelivered => Method == MethodId.BasicDeliver
        ? BasicDeliver.TryRead(Arguments, out var deliver) && deliver.Redelivered
        : BasicGetOk.TryRead(Arguments, out var got) && got.Redelivered;

    /// <summary>Reply code of a close or return.</summary>
    public int Code => (Arguments[0] << 8) | Arguments[1];

    /// <summary>Reply text of a close or return.</summary>
    public string ReplyText => Encoding.UTF8.GetString(Arguments, 3, Arguments[2]);
}
