namespace Weir.Kafka.Handlers;

/// <summary>Where a setting's value comes from, by the numbers that responses carry.</summary>
internal enum ConfigSource : sbyte
{
    /// <summary>Set for the topic.</summary>
    Topic = 1,

    /// <summary>Set in the configuration of the node.</summary>
    Node = 4,

    /// <summary>Built in.</summary>
    Default = 5,
}
