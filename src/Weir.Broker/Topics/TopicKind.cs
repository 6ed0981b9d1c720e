namespace Weir.Broker.Topics;

/// <summary>What a topic was declared as. Persisted: never renumber.</summary>
public enum TopicKind : byte
{
    /// <summary>One to many partitions, kept by time and size.</summary>
    Stream = 0,

    /// <summary>One partition, kept until settled.</summary>
    Queue = 1,
}
