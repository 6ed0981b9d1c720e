namespace Weir.Broker.Topics;

/// <summary>
/// What became of a topic operation; <paramref name="Reason"/> is one sentence for people when refused.
/// </summary>
public readonly record struct TopicOutcome(TopicError Error, Topic? Topic, string? Reason)
{
    internal static TopicOutcome Done(Topic topic) => new(TopicError.None, topic, null);

    internal static TopicOutcome Refused(TopicError error, string reason) => new(error, null, reason);
}
