using Weir.Broker.Groups;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Shows groups with their members. A group that is not there is dead, and since version 6 also an error.
/// </summary>
internal sealed class DescribeGroupsHandler(KafkaServer server)
    : ApiHandler<DescribeGroupsRequest, DescribeGroupsResponse>(server)
{
    private const short FirstWithNotFound = 6;

    protected override ValueTask<DescribeGroupsResponse> HandleAsync(
        DescribeGroupsRequest request, RequestContext context)
    {
        var response = new DescribeGroupsResponse();
        foreach (string id in request.Groups)
        {
            if (!MayRead(id, context))
            {
                response.Groups.Add(new DescribeGroupsResponse.DescribedGroup
                {
                    GroupId = id,
                    ErrorCode = KafkaError.GroupAuthorizationFailed,
                });
                continue;
            }

            GroupDescription group = Server.Broker.Groups.Describe(id);
            bool isMissing = group.Error == GroupError.GroupNotFound;
            var described = new DescribeGroupsResponse.DescribedGroup
            {
                GroupId = id,
                ErrorCode = isMissing && context.Version < FirstWithNotFound
                    ? KafkaError.None
                    : GroupErrors.Map(group.Error),
                ErrorMessage = isMissing ? $"there is no group '{id}'" : null,
                GroupState = group.State.ToString(),
                ProtocolType = group.ProtocolType,
                ProtocolData = group.ProtocolName,
                Members = [.. group.Members.Select(Show)],
            };
            if (request.IncludeAuthorizedOperations)
                described.AuthorizedOperations =
                    AuthorizedOperations.Group(context.Access, id);
            response.Groups.Add(described);
        }

        return new(response);
    }

    private static DescribeGroupsResponse.DescribedGroupMember Show(MemberDescription member) => new()
    {
        MemberId = member.MemberId,
        GroupInstanceId = member.InstanceId,
        ClientId = member.ClientId,
        ClientHost = member.ClientHost,
        MemberMetadata = member.Metadata.ToArray(),
        MemberAssignment = member.Assignment.ToArray(),
    };
}
