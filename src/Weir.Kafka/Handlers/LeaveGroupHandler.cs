using Weir.Broker.Groups;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Removes members from a group: one in old versions, several since version 3, each with its own outcome.
/// </summary>
internal sealed class LeaveGroupHandler(KafkaServer server) : ApiHandler<LeaveGroupRequest, LeaveGroupResponse>(server)
{
    private const short FirstWithSeveral = 3;

    protected override async ValueTask<LeaveGroupResponse> HandleAsync(
        LeaveGroupRequest request, RequestContext context)
    {
        if (!MayRead(request.GroupId, context))
            return new LeaveGroupResponse { ErrorCode = KafkaError.GroupAuthorizationFailed };
        bool several = context.Version >= FirstWithSeveral;
        LeavingMember[] leaving = several
            ? [.. request.Members.Select(static m => new LeavingMember(m.MemberId, m.GroupInstanceId))]
            : [new LeavingMember(request.MemberId)];
        LeaveReply reply = await Server.Broker.Groups.LeaveAsync(request.GroupId, leaving);

        // A group that is not there has none of the members: that is each member's outcome, not the request's.
        bool isUnknown = reply.Error == GroupError.UnknownMember;
        if (reply.Error != GroupError.None && !(several && isUnknown))
            return new LeaveGroupResponse { ErrorCode = GroupErrors.Map(reply.Error) };
        if (!several) return new LeaveGroupResponse { ErrorCode = GroupErrors.Map(reply.Members[0]) };
        var response = new LeaveGroupResponse();
        for (int i = 0; i < leaving.Length; i++)
        {
            response.Members.Add(new LeaveGroupResponse.MemberResponse
            {
                MemberId = leaving[i].MemberId,
                GroupInstanceId = leaving[i].InstanceId,
                ErrorCode = GroupErrors.Map(isUnknown ? GroupError.UnknownMember : reply.Members[i]),
            });
        }

        return response;
    }
}
