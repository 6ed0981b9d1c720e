using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Refuses to create access rules, which would not be heeded.</summary>
internal sealed class CreateAclsHandler(KafkaServer server) : ApiHandler<CreateAclsRequest, CreateAclsResponse>(server)
{
    protected override ValueTask<CreateAclsResponse> HandleAsync(CreateAclsRequest request, RequestContext context) =>
        new(new CreateAclsResponse
        {
            Results =
            [
                .. request.Creations.Select(static _ => new CreateAclsResponse.AclCreationResult
                {
                    ErrorCode = KafkaError.SecurityDisabled,
                    ErrorMessage = AclsDisabled.Reason,
                }),
            ],
        });
}
