using Weir.Broker.Topics;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>The broker's topic outcomes as Kafka's codes, and Kafka's rule for topic names.</summary>
internal static class TopicErrors
{
    private const int NameLengthMax = 249;

    public static KafkaError Map(TopicError error) => error switch
    {
        TopicError.None => KafkaError.None,
        TopicError.NotFound or TopicError.NamespaceUnknown => KafkaError.UnknownTopicOrPartition,
        TopicError.AlreadyExists => KafkaError.TopicAlreadyExists,
        TopicError.InvalidName => KafkaError.InvalidTopic,
        TopicError.InvalidPartitions => KafkaError.InvalidPartitions,
        TopicError.InvalidSettings => KafkaError.InvalidConfig,
        TopicError.TooMany => KafkaError.PolicyViolation,
        _ => KafkaError.RequestTimedOut,
    };

    public static bool IsLegalName(string name)
    {
        if (name.Length is 0 or > NameLengthMax || name is "." or "..") return false;
        foreach (char c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')) return false;
        return true;
    }
}
