using Weir.Broker.Groups;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>The outcomes of group requests as Kafka's codes.</summary>
internal static class GroupErrors
{
    public static KafkaError Map(GroupError error) => error switch
    {
        GroupError.None => KafkaError.None,
        GroupError.UnknownMember => KafkaError.UnknownMemberId,
        GroupError.IllegalGeneration => KafkaError.IllegalGeneration,
        GroupError.RebalanceInProgress => KafkaError.RebalanceInProgress,
        GroupError.InconsistentProtocol => KafkaError.InconsistentGroupProtocol,
        GroupError.MemberIdRequired => KafkaError.MemberIdRequired,
        GroupError.FencedInstance => KafkaError.FencedInstanceId,
        GroupError.GroupMaxSize => KafkaError.GroupMaxSizeReached,
        GroupError.InvalidSessionTimeout => KafkaError.InvalidSessionTimeout,
        GroupError.InvalidGroupId => KafkaError.InvalidGroupId,
        GroupError.NonEmptyGroup => KafkaError.NonEmptyGroup,
        GroupError.GroupNotFound => KafkaError.GroupIdNotFound,
        GroupError.GroupSubscribedToTopic => KafkaError.GroupSubscribedToTopic,
        GroupError.OffsetMetadataTooLarge => KafkaError.OffsetMetadataTooLarge,
        GroupError.LimitExceeded => KafkaError.PolicyViolation,
        _ => KafkaError.UnknownServerError,
    };

    /// <summary>Clients before OffsetCommit 9 do not know that a commit can meet a group that is not there.</summary>
    public static KafkaError MapCommit(GroupError error, short version) =>
        error == GroupError.GroupNotFound && version < 9 ? KafkaError.IllegalGeneration : Map(error);
}
