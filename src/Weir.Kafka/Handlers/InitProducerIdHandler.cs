using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Gives an idempotent producer its id, or the next epoch of the id it has. Transactions are not served, so a
/// transactional id is refused.
/// </summary>
internal sealed class InitProducerIdHandler(KafkaServer server)
    : ApiHandler<InitProducerIdRequest, InitProducerIdResponse>(server)
{
    protected override async ValueTask<InitProducerIdResponse> HandleAsync(
        InitProducerIdRequest request, RequestContext context)
    {
        if (request.TransactionalId is not null)
            return new InitProducerIdResponse { ErrorCode = KafkaError.TransactionalIdAuthorizationFailed };
        bool canBump = request.ProducerId >= 0 && request.ProducerEpoch is >= 0 and < short.MaxValue;
        return canBump
            ? new InitProducerIdResponse
            {
                ProducerId = request.ProducerId,
                ProducerEpoch = (short)(request.ProducerEpoch + 1),
            }
            : new InitProducerIdResponse { ProducerId = await Server.Broker.NextProducerIdAsync(context.Closed) };
    }
}
