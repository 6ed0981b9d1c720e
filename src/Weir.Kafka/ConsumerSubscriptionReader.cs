using Weir.Broker.Groups;
using Weir.Kafka.Wire;

namespace Weir.Kafka;

/// <summary>
/// Reads the topics that members of consumer groups subscribe to: two bytes of version, then the subscription. Fields
/// are only ever added at its end, so a newer version is read as the newest that is known.
/// </summary>
public sealed class ConsumerSubscriptionReader : ISubscriptionReader
{
    private const string ConsumerType = "consumer";

    public bool Understands(string protocolType) => protocolType == ConsumerType;

    public bool TryRead(ReadOnlySpan<byte> subscription, ISet<string> topics)
    {
        try
        {
            var reader = new KafkaReader(subscription);
            short version = reader.ReadInt16();
            if (version < ConsumerProtocolSubscription.MinVersion) return false;
            version = Math.Min(version, ConsumerProtocolSubscription.MaxVersion);
            topics.UnionWith(ConsumerProtocolSubscription.Read(ref reader, version).Topics);
            return true;
        }
        catch (KafkaProtocolException)
        {
            return false;
        }
    }
}
