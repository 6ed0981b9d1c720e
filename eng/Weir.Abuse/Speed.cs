namespace Weir.Abuse;

/// <summary>Acknowledged messages of 1 KiB a second, on one connection of each protocol.</summary>
internal readonly record struct Speed(double AmqpPerSecond, double KafkaPerSecond)
{
    public override string ToString() =>
        FormattableString.Invariant($"AMQP {AmqpPerSecond:F0}/s, Kafka {KafkaPerSecond:F0}/s");
}
