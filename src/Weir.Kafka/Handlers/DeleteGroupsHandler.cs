using Weir.Broker.Groups;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Deletes groups without members, with their positions.</summary>
internal sealed class DeleteGroupsHandler(KafkaServer server)
    : ApiHandler<DeleteGroupsRequest, DeleteGroupsResponse>(server)
{
    protected override async ValueTask<DeleteGroupsResponse> HandleAsync(
        DeleteGroupsRequest request, RequestContext context)
    {
        var response = new DeleteGroupsResponse();
        foreach (string id in request.GroupsNames.Distinct())
        {
            KafkaError error = MayConfigure(id, context)
                ? GroupErrors.Map(await Server.Broker.Groups.DeleteAsync(id))
                : KafkaError.GroupAuthorizationFailed;
            response.Results.Add(new DeleteGroupsResponse.DeletableGroupResult
            {
                GroupId = id,
                ErrorCode = error,
            });
        }

        return response;
    }
}
