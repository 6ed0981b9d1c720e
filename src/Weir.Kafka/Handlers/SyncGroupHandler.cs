using Weir.Broker.Groups;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Gives a member its assignment once the leader has brought everybody's.</summary>
internal sealed class SyncGroupHandler(KafkaServer server) : ApiHandler<SyncGroupRequest, SyncGroupResponse>(server)
{
    private const short FirstWithProtocol = 5;

    protected override async ValueTask<SyncGroupResponse> HandleAsync(SyncGroupRequest request, RequestContext context)
    {
        if (!MayRead(request.GroupId, context))
            return new SyncGroupResponse { ErrorCode = KafkaError.GroupAuthorizationFailed };
        bool namesProtocol = request.ProtocolType is not null && request.ProtocolName is not null;
        if (context.Version >= FirstWithProtocol && !namesProtocol)
            return new SyncGroupResponse { ErrorCode = KafkaError.InconsistentGroupProtocol };
        var sync = new SyncRequest
        {
            GroupId = request.GroupId,
            MemberId = request.MemberId,
            InstanceId = request.GroupInstanceId,
            Generation = request.GenerationId,
            ProtocolType = request.ProtocolType,
            ProtocolName = request.ProtocolName,
            Assignments = [.. request.Assignments.Select(static a => new MemberAssignment(a.MemberId, a.Assignment))],
        };
        SyncReply reply = await Server.Broker.Groups.SyncAsync(sync).AsTask().WaitAsync(context.Closed);
        return new SyncGroupResponse
        {
            ErrorCode = GroupErrors.Map(reply.Error),
            ProtocolType = reply.ProtocolType,
            ProtocolName = reply.ProtocolName,
            Assignment = reply.Assignment.ToArray(),
        };
    }
}
