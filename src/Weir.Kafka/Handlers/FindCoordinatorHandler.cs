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
        var response = new FindCoordinatorResponse();
        if (context.Version < FirstWithSeveralKeys)
        {
            FindCoordinatorResponse.Coordinator one = Find(request.KeyType, request.CoordinatorKey, context);
            response.ErrorCode = one.ErrorCode;
            response.ErrorMessage = one.ErrorMessage;
            response.NodeId = one.NodeId;
            response.Host = one.Host;
            response.Port = one.Port;
            return new(response);
        }

        foreach (string key in request.CoordinatorKeys)
            response.Coordinators.Add(Find(request.KeyType, key, context));
        return new(response);
    }

    private FindCoordinatorResponse.Coordinator Find(sbyte keyType, string key, RequestContext context)
    {
        (KafkaError error, string? reason) = Check(keyType);
        if (error == KafkaError.None && key.Length > 0 && !MayRead(key, context))
            (error, reason) = (KafkaError.GroupAuthorizationFailed, $"the user may not read as group '{key}'");
        (string host, int port) = error == KafkaError.None ? Server.AddressFor(context) : ("", -1);
        return new FindCoordinatorResponse.Coordinator
        {
            Key = key,
            ErrorCode = error,
            ErrorMessage = reason,
            NodeId = error == KafkaError.None ? Server.Options.NodeId : -1,
            Host = host,
            Port = port,
        };
    }

    private static (KafkaError Error, string? Reason) Check(sbyte keyType) => keyType switch
    {
        GroupKey => (KafkaError.None, null),
        TransactionKey => (KafkaError.TransactionalIdAuthorizationFailed, "transactions are not served"),
        _ => (KafkaError.InvalidRequest, $"coordinators of key type {keyType} are not served"),
    };
}
