namespace Weir.Kafka.Handlers;

/// <summary>Kinds of things that have settings, by the numbers that requests carry.</summary>
internal enum ConfigResource : sbyte
{
    Topic = 2,
    Broker = 4,
}
