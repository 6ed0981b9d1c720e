using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Abuse.Abuses;

/// <summary>Methods and content where the protocol has no place for them.</summary>
internal sealed class WrongOrder : IAbuse
{
    public string Name => "wrong order";

    public string Run(AbuseContext context)
    {
        int refused = 0;
        for (int i = 0; i < 10; i++)
        {
            Refuse("a header without a publish", static o => AmqpPeer.WriteHeader(o, 5), 505);
            Refuse("a body without a header", static o => AmqpPeer.WriteBody(o, "x"u8), 505);
            Refuse("a method inside of content", static o =>
            {
                BasicPublish.Write(o, 1, [], "good"u8, false, false);
                TxSelect.Write(o, 1);
            }, 505);
            Refuse("more body than announced", static o =>
            {
                BasicPublish.Write(o, 1, [], "good"u8, false, false);
                AmqpPeer.WriteHeader(o, 1);
                AmqpPeer.WriteBody(o, "xy"u8);
            }, 501, 505);
            Refuse("a second connection.open", static o => ConnectionOpen.Write(o, 0, "/"u8), 503, 504, 530);
            Refuse("a method on a closed channel", static o => ChannelClose.Write(o, 7, 200, [], 0, 0), 504, 503);
            Refuse("the same channel twice", static o => ChannelOpen.Write(o, 1), 504);
            Refuse("an acknowledgement of nothing", static o => BasicAck.Write(o, 1, 99, false), 406);
            Refuse("a method of the server", static o => QueueDeclareOk.Write(o, 1, "q"u8, 0, 0), 503, 540, 505, 503);
            Refuse("tx.commit without tx.select", static o => TxCommit.Write(o, 1), 406);
        }

        return $"{refused} refused";

        void Refuse(string what, Action<PooledBufferWriter> write, params int[] codes)
        {
            using AmqpPeer peer = AmqpPeer.Open(context.Broker);
            peer.Send(write);
            peer.ExpectClose(what, codes);
            refused++;
        }
    }
}
