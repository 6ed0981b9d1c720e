using System.Diagnostics;
using System.Globalization;
using System.Text;
using Weir.Amqp.Wire;

namespace Weir.Abuse.Overloads;

/// <summary>Queues declared in a loop until the limit says no, and then deleted.</summary>
internal sealed class QueueLoop(int queues) : IOverload
{
    private const int Pipelined = 100;

    public string Name => "queue loop";

    public string Run(TargetBroker broker, TimeSpan hold)
    {
        using var peer = AmqpPeer.Open(broker);
        long started = Stopwatch.GetTimestamp();
        int declared = 0;
        string refusal = "none refused";
        while (declared < queues + Pipelined && refusal == "none refused")
        {
            int from = declared;
            peer.Send(o =>
            {
                for (int i = from; i < from + Pipelined; i++)
                    QueueDeclare.Write(o, 1, NameOf(i), false, true, false, false, false, []);
            });
            for (int i = 0; i < Pipelined; i++)
            {
                (MethodId id, int code, string text) = peer.Receive();
                if (id == MethodId.QueueDeclareOk)
                {
                    declared++;
                    continue;
                }

                AbuseException.Require(code is 406 or 506, $"one queue too many is answered {id} {code} {text}");
                refusal = $"then {code} {text}";
                break;
            }
        }

        TimeSpan took = Stopwatch.GetElapsedTime(started);
        long resident = broker.ResidentBytes();
        Delete(broker, declared);
        return FormattableString.Invariant(
            $"{declared} queues at {declared / took.TotalSeconds:F0}/s, RSS {resident >> 20} MiB, {refusal}");
    }

    private static void Delete(TargetBroker broker, int declared)
    {
        using var peer = AmqpPeer.Open(broker);
        for (int from = 0; from < declared; from += Pipelined)
        {
            int first = from;
            peer.Send(o =>
            {
                for (int i = first; i < first + Pipelined; i++)
                    QueueDelete.Write(o, 1, NameOf(i), false, false, false);
            });
            for (int i = 0; i < Pipelined; i++) peer.Expect(MethodId.QueueDeleteOk);
        }
    }

    private static byte[] NameOf(int i) => Encoding.ASCII.GetBytes("loop-" + i.ToString(CultureInfo.InvariantCulture));
}
