using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Tells where groups are coordinated: here, at the address the client came in by. An empty group id is answered too,
/// as commits without a group go somewhere. Transactions and share groups are not served and refused for good, so that
/// a client does not try again for ever.
/// </summary>
internal sealed class FindCoordinatorHandler(KafkaServer server)
    : ApiHandler<FindCoordinatorRequest, FindCoordinatorResponse>(server)
{
    private const sbyte GroupKey = 0;
    private const sbyte TransactionKey = 1;
    private const short FirstWithSeveralKeys = 4;

    protected override ValueTask<FindCoordinatorResponse> HandleAsync(
        FindCoordinatorRequest request, RequestContext context)
    {
        (KafkaError error, string? reason) = Check(request.KeyType);
        (string host, int port) = error == KafkaError.None ? Server.AddressFor(context.Local) : ("", -1);
        int node = error == KafkaError.None ? Server.Options.NodeId : -1;
        var response = new FindCoordinatorResponse();
        if (context.Version < FirstWithSeveralKeys)
        {
            response.ErrorCode = error;
            response.ErrorMessage = reason;
            response.NodeId = node;
            response.Host = host;
            response.Port = port;
            return new(response);
        }

        foreach (string key in request.CoordinatorKeys)
        {
            response.Coordinators.Add(new FindCoordinatorResponse.Coordinator
            {
                Key = key,
                ErrorCode = error,
                ErrorMessage = reason,
                NodeId = node,
                Host = host,
                Port = port,
            });
        }

        return new(response);
    }

    private static (KafkaError Error, string? Reason) Check(sbyte keyType) => keyType switch
    {
        GroupKey => (KafkaError.None, null),
        TransactionKey => (KafkaError.TransactionalIdAuthorizationFailed, "transactions are not served"),
        _ => (KafkaError.InvalidRequest, $"coordinators of key type {keyType} are not served"),
    };
}
