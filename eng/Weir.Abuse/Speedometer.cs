using System.Diagnostics;
using Weir.Amqp.Wire;
using Weir.Kafka.Wire;

namespace Weir.Abuse;

/// <summary>Measures what one publisher and one producer get acknowledged, first the one, then the other.</summary>
internal sealed class Speedometer : IDisposable
{
    private const int Batch = 100;

    private readonly AmqpPeer _amqp;
    private readonly KafkaPeer _kafka;

    public Speedometer(TargetBroker broker)
    {
        _amqp = AmqpPeer.Open(broker);
        _amqp.Declare("speed");
        _amqp.Send(static o => ConfirmSelect.Write(o, 1, false));
        _amqp.Expect(MethodId.ConfirmSelectOk);
        _kafka = new KafkaPeer(broker);
        _kafka.CreateTopic("speed-kafka");
    }

    public Speed Run(TimeSpan duration)
    {
        byte[] body = new byte[1 << 10];
        byte[] batch = KafkaPeer.Batch(Batch, 1 << 10);
        return new Speed(
            PerSecond(duration / 2, () =>
            {
                // Purged as it goes: the queue stays short. The purge is answered when all before it are taken.
                _amqp.Send(o =>
                {
                    for (int i = 0; i < Batch; i++) AmqpPeer.Write(o, "speed", body);
                    QueuePurge.Write(o, 1, "speed"u8, false);
                });
                while (_amqp.Receive().Id is var id && id != MethodId.QueuePurgeOk)
                    AbuseException.Require(id == MethodId.BasicAck, $"a publish is answered {id}");
            }),
            PerSecond(duration / 2, () =>
            {
                KafkaError error = _kafka.Produce("speed-kafka", batch);
                AbuseException.Require(error == KafkaError.None, $"produce is answered {error}");
            }));
    }

    public void Dispose()
    {
        _amqp.Dispose();
        _kafka.Dispose();
    }

    private static double PerSecond(TimeSpan duration, Action act)
    {
        long started = Stopwatch.GetTimestamp();
        long done = 0;
        for (; Stopwatch.GetElapsedTime(started) < duration; done += Batch) act();
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
