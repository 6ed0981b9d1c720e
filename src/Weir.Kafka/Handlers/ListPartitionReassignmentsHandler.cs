using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>No partition ever moves, so none is under way.</summary>
internal sealed class ListPartitionReassignmentsHandler(KafkaServer server)
    : ApiHandler<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>(server)
{
    protected override ValueTask<ListPartitionReassignmentsResponse> HandleAsync(
        ListPartitionReassignmentsRequest request, RequestContext context) =>
        new(new ListPartitionReassignmentsResponse());
}
