using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Refuses to delete access rules, of which there are none.</summary>
internal sealed class DeleteAclsHandler(KafkaServer server) : ApiHandler<DeleteAclsRequest, DeleteAclsResponse>(server)
{
    protected override ValueTask<DeleteAclsResponse> HandleAsync(DeleteAclsRequest request, RequestContext context) =>
        new(new DeleteAclsResponse
        {
            FilterResults =
            [
                .. request.Filters.Select(static _ => new DeleteAclsResponse.FilterResult
                {
                    ErrorCode = KafkaError.SecurityDisabled,
                    ErrorMessage = AclsDisabled.Reason,
                }),
            ],
        });
}
