using System.Net;
using Weir.Broker.Groups;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Takes a member into the next generation of its group; answered when that is complete. When the connection ends
/// meanwhile the member stays until its timeout, and only the answer is given up.
/// </summary>
internal sealed class JoinGroupHandler(KafkaServer server) : ApiHandler<JoinGroupRequest, JoinGroupResponse>(server)
{
    private const short FirstWithRebalanceTimeout = 1;
    private const short FirstWithRequiredMemberId = 4;
    private const short FirstWithNullProtocol = 7;
    private const short FirstWithSkippedAssignment = 9;

    protected override async ValueTask<JoinGroupResponse> HandleAsync(JoinGroupRequest request, RequestContext context)
    {
        if (!MayRead(request.GroupId, context))
        {
            return new JoinGroupResponse
            {
                ErrorCode = KafkaError.GroupAuthorizationFailed,
                ProtocolName = context.Version >= FirstWithNullProtocol ? null : "",
            };
        }

        short version = context.Version;
        var join = new JoinRequest
        {
            GroupId = request.GroupId,
            MemberId = request.MemberId,
            InstanceId = request.GroupInstanceId,
            ClientId = context.ClientId,
            ClientHost = HostOf(context.Remote),
            SessionTimeoutMs = request.SessionTimeoutMs,
            RebalanceTimeoutMs = version >= FirstWithRebalanceTimeout
                ? request.RebalanceTimeoutMs
                : request.SessionTimeoutMs,
            ProtocolType = request.ProtocolType,
            Protocols = [.. request.Protocols.Select(static p => new GroupProtocol(p.Name, p.Metadata))],
            RequireMemberId = version >= FirstWithRequiredMemberId,
            CanSkipAssignment = version >= FirstWithSkippedAssignment,
        };
        JoinReply reply = await Server.Broker.Groups.JoinAsync(join).AsTask().WaitAsync(context.Closed);
        var response = new JoinGroupResponse
        {
            ErrorCode = GroupErrors.Map(reply.Error),
            GenerationId = reply.Generation,
            ProtocolType = reply.ProtocolType,
            ProtocolName = version >= FirstWithNullProtocol ? reply.ProtocolName : reply.ProtocolName ?? "",
            Leader = reply.LeaderId,
            SkipAssignment = reply.SkipAssignment,
            MemberId = reply.MemberId,
        };
        foreach (JoinedMember member in reply.Members)
        {
            response.Members.Add(new JoinGroupResponse.Member
            {
                MemberId = member.MemberId,
                GroupInstanceId = member.InstanceId,
                Metadata = member.Metadata.ToArray(),
            });
        }

        return response;
    }

    /// <summary>With the slash that Kafka's tools show in front of addresses.</summary>
    private static string HostOf(EndPoint? remote)
    {
        if (remote is not IPEndPoint ip) return "";
        IPAddress address = ip.Address.IsIPv4MappedToIPv6 ? ip.Address.MapToIPv4() : ip.Address;
        return $"/{address}";
    }
}
