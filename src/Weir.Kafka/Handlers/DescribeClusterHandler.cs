using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Shows the cluster: one node, which is the controller too. Controllers have no listener of their own.
/// </summary>
internal sealed class DescribeClusterHandler(KafkaServer server)
    : ApiHandler<DescribeClusterRequest, DescribeClusterResponse>(server)
{
    private const sbyte Brokers = 1;
    private const sbyte Controllers = 2;

    protected override ValueTask<DescribeClusterResponse> HandleAsync(
        DescribeClusterRequest request, RequestContext context)
    {
        if (request.EndpointType != Brokers)
        {
            return new(new DescribeClusterResponse
            {
                ErrorCode = request.EndpointType == Controllers
                    ? KafkaError.MismatchedEndpointType
                    : KafkaError.UnsupportedEndpointType,
                ErrorMessage = "this is a listener of brokers",
            });
        }

        (string host, int port) = Server.AddressFor(context);
        var response = new DescribeClusterResponse
        {
            ClusterId = Server.Broker.ClusterId,
            ControllerId = Server.Options.NodeId,
            Brokers =
            [
                new DescribeClusterResponse.Broker { BrokerId = Server.Options.NodeId, Host = host, Port = port },
            ],
        };
        if (request.IncludeClusterAuthorizedOperations)
            response.ClusterAuthorizedOperations = AuthorizedOperations.Cluster(context.Access);
        return new(response);
    }
}
