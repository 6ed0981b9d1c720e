namespace Weir.Client;

/// <summary>A partition by the name of its topic.</summary>
internal readonly record struct TopicPartition(string Topic, int Partition);
