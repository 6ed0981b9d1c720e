using Weir.Broker.Groups;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Keeps a member's session, and tells it of a rebalance.</summary>
internal sealed class HeartbeatHandler(KafkaServer server) : ApiHandler<HeartbeatRequest, HeartbeatResponse>(server)
{
    protected override async ValueTask<HeartbeatResponse> HandleAsync(HeartbeatRequest request, RequestContext context)
    {
        if (!MayRead(request.GroupId, context))
            return new HeartbeatResponse { ErrorCode = KafkaError.GroupAuthorizationFailed };
        GroupError error = await Server.Broker.Groups.HeartbeatAsync(
            request.GroupId, request.MemberId, request.GroupInstanceId, request.GenerationId);
        return new HeartbeatResponse { ErrorCode = GroupErrors.Map(error) };
    }
}
