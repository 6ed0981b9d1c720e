using Weir.Broker.Groups;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Lists the groups, all of the classic type. Filters that name nothing known find nothing.</summary>
internal sealed class ListGroupsHandler(KafkaServer server) : ApiHandler<ListGroupsRequest, ListGroupsResponse>(server)
{
    private const string ClassicType = "classic";

    protected override ValueTask<ListGroupsResponse> HandleAsync(ListGroupsRequest request, RequestContext context)
    {
        var response = new ListGroupsResponse();
        if (!Names(request.TypesFilter, ClassicType)) return new(response);
        foreach (GroupListing group in Server.Broker.Groups.List())
        {
            if (!MayRead(group.GroupId, context)) continue;
            if (!Names(request.StatesFilter, group.State.ToString())) continue;
            response.Groups.Add(new ListGroupsResponse.ListedGroup
            {
                GroupId = group.GroupId,
                ProtocolType = group.ProtocolType,
                GroupState = group.State.ToString(),
                GroupType = ClassicType,
            });
        }

        return new(response);
    }

    private static bool Names(List<string> filter, string value) =>
        filter.Count == 0 || filter.Contains(value, StringComparer.OrdinalIgnoreCase);
}
