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
            GroupError error = await Server.Broker.Groups.DeleteAsync(id);
            response.Results.Add(new DeleteGroupsResponse.DeletableGroupResult
            {
                GroupId = id,
                ErrorCode = GroupErrors.Map(error),
            });
        }

        return response;
    }
}
