using System.Text;
using Weir.Hosting.Configuration;
using Weir.Kafka.Wire;

namespace Weir.Client;

/// <summary>Turns a broker's error code into the sentence a person can act on.</summary>
internal static class BrokerErrors
{
    /// <summary>Nothing on success; else throws, with the broker's own words if it gave any.</summary>
    public static void Check(KafkaError error, string? message, string subject)
    {
        if (error == KafkaError.None) return;
        string reason = Reason(error, message);

        // Weir's own sentences name their subject.
        bool isNamed = reason.StartsWith(subject, StringComparison.Ordinal);
        throw new BrokerException(isNamed ? reason : $"{subject}: {reason}");
    }

    public static void CheckTopic(KafkaError error, string? message, string topic)
    {
        if (error == KafkaError.UnknownTopicOrPartition)
        {
            throw new BrokerException(
                $"there is no topic '{topic}'; 'weir topic list' shows them, 'weir topic create {topic}' makes it");
        }

        Check(error, message, $"topic '{topic}'");
    }

    public static void CheckGroup(KafkaError error, string? message, string group)
    {
        switch (error)
        {
            case KafkaError.None:
                return;
            case KafkaError.GroupIdNotFound:
                throw NoGroup(group);
            case KafkaError.NonEmptyGroup or KafkaError.UnknownMemberId or KafkaError.IllegalGeneration
                or KafkaError.RebalanceInProgress:
                throw new BrokerException($"group '{group}' has active members; stop its consumers first");
            default:
                throw new BrokerException($"group '{group}': {Reason(error, message)}");
        }
    }

    public static BrokerException NoGroup(string group) =>
        new($"there is no group '{group}'; 'weir group list' shows them");

    public static BrokerException NotLoggedIn(Endpoint broker, bool hasTried) => new(
        hasTried ? $"{broker} does not let you in: user or password is wrong"
        : $"{broker} has users; log in with --user NAME and WEIR_PASSWORD or --password-file");

    /// <summary>The code's name as words: UnknownTopicId is "unknown topic id".</summary>
    public static string Words(KafkaError error)
    {
        StringBuilder words = new();
        foreach (char c in error.ToString())
        {
            if (char.IsUpper(c) && words.Length > 0) words.Append(' ');
            words.Append(char.ToLowerInvariant(c));
        }

        return words.ToString();
    }

    private static string Reason(KafkaError error, string? message) => error switch
    {
        _ when !string.IsNullOrWhiteSpace(message) => message,
        KafkaError.TopicAlreadyExists => "it exists already",
        KafkaError.InvalidTopic => "a topic name has 1 to 249 characters of a-z A-Z 0-9 . _ -",
        KafkaError.MessageTooLarge => "the record is larger than the topic's max.message.bytes allows",
        KafkaError.NotLeaderOrFollower => "another broker leads it; name that one with --broker",
        _ => Words(error),
    };
}
