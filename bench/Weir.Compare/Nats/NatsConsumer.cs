using System.Text;
using Weir.Load;
using Weir.Wire;

namespace Weir.Compare.Nats;

/// <summary>Takes what a JetStream consumer delivers to its subject and acknowledges each message.</summary>
internal sealed class NatsConsumer(LoadPlan plan, int index, LoadSpan span, LoadTally tally)
    : LoadConsumer(Open(plan, index), span, tally)
{
    protected override int Take(ReadOnlySpan<byte> input)
    {
        int taken = 0;
        long now = LoadClock.Now;
        while (NatsMessage.TryRead(input[taken..], out NatsMessage message, out int bytes))
        {
            taken += bytes;
            if (message.IsPing) Output.Write("PONG\r\n"u8);
            if (!message.IsMessage) continue;
            Received(message.Body, now);
            Output.Write("PUB "u8);
            Output.Write(message.Reply);
            Output.Write(" 4\r\n+ACK\r\n"u8);
        }

        return taken;
    }

    private static LoadSocket Open(LoadPlan plan, int index)
    {
        LoadSocket socket = NatsLoad.Connect(plan);
        socket.Send(Encoding.ASCII.GetBytes(FormattableString.Invariant($"SUB deliver.{plan.Name}.{index} 1\r\n")));
        NatsLoad.MakeConsumer(plan, index);
        return socket;
    }
}
