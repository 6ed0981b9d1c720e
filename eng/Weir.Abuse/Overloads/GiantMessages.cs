using System.Buffers.Binary;
using Weir.Amqp.Wire;
using Weir.Kafka.Wire;

namespace Weir.Abuse.Overloads;

/// <summary>A message of 1 GiB over each protocol, and one that is only over the limit of a topic.</summary>
internal sealed class GiantMessages : IOverload
{
    public string Name => "giant messages";

    public string Run(TargetBroker broker, TimeSpan hold)
    {
        using (AmqpPeer peer = AmqpPeer.Open(broker))
        {
            peer.Send(static o =>
            {
                BasicPublish.Write(o, 1, [], "good"u8, false, false);
                AmqpPeer.WriteHeader(o, 1UL << 30);
            });
            peer.ExpectClose("an AMQP message of 1 GiB", 311, 406, 501);
        }

        using (var peer = new KafkaPeer(broker))
        {
            byte[] size = new byte[64];
            BinaryPrimitives.WriteInt32BigEndian(size, 1 << 30);
            peer.Send(size);
            AbuseException.Require(peer.Receive() is null, "a Kafka request of 1 GiB is answered");
        }

        using (var peer = new KafkaPeer(broker))
        {
            peer.CreateTopic("giant");
            KafkaError error = peer.Produce("giant", KafkaPeer.Batch(1, 50 << 20));
            AbuseException.Require(error == KafkaError.MessageTooLarge, $"a batch of 50 MiB is answered {error}");
            error = peer.Produce("giant", KafkaPeer.Batch(1, 100));
            AbuseException.Require(error == KafkaError.None, $"the next batch is answered {error}");
        }

        return "refused";
    }
}
