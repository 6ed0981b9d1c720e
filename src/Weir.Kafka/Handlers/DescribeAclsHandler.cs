using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Says that there are no access rules to show.</summary>
internal sealed class DescribeAclsHandler(KafkaServer server)
    : ApiHandler<DescribeAclsRequest, DescribeAclsResponse>(server)
{
    protected override ValueTask<DescribeAclsResponse> HandleAsync(
        DescribeAclsRequest request, RequestContext context) =>
        new(new DescribeAclsResponse { ErrorCode = KafkaError.SecurityDisabled, ErrorMessage = AclsDisabled.Reason });
}
