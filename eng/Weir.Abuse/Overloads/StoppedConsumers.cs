using Weir.Amqp.Wire;

namespace Weir.Abuse.Overloads;

/// <summary>
/// Consumers that take no more, while a publisher goes on: it is confirmed, and the backlog is not in memory.
/// </summary>
internal sealed class StoppedConsumers : IOverload
{
    private const int Consumers = 10;

    public string Name => "stopped consumers";

    public string Run(TargetBroker broker, TimeSpan hold)
    {
        using var publisher = AmqpPeer.Open(broker);
        publisher.Declare("stopped");
        publisher.Send(static o => ConfirmSelect.Write(o, 1, false));
        publisher.Expect(MethodId.ConfirmSelectOk);
        List<AmqpPeer> consumers = [.. Enumerable.Range(0, Consumers).Select(_ => AmqpPeer.Open(broker))];
        foreach (AmqpPeer consumer in consumers)
        {
            consumer.Socket.ReceiveBufferSize = 4096;
            consumer.Send(static o => BasicConsume.Write(o, 1, "stopped"u8, "c"u8, false, false, false, false, []));
        }

        byte[] body = new byte[10_000];
        long published = 0;
        long end = Environment.TickCount64 + (long)hold.TotalMilliseconds;
        while (Environment.TickCount64 < end)
        {
            publisher.Send(o =>
            {
                for (int i = 0; i < 100; i++) AmqpPeer.Write(o, "stopped", body);
                BasicQos.Write(o, 1, 0, 1, false);
            });
            while (publisher.Receive().Id is var id && id != MethodId.BasicQosOk)
                AbuseException.Require(id == MethodId.BasicAck, $"a publish is answered {id}");
            published += 100;
        }

        consumers.ForEach(static consumer => consumer.Dispose());
        publisher.Send(static o => QueueDelete.Write(o, 1, "stopped"u8, false, false, false));
        while (publisher.Receive().Id is var last && last != MethodId.QueueDeleteOk)
            AbuseException.Require(last == MethodId.BasicAck, $"queue.delete is answered {last}");
        return FormattableString.Invariant($"{published / hold.TotalSeconds:F0} messages of 10 kB a second");
    }
}
