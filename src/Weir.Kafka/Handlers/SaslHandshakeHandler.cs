using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Picks the mechanism of a login. Behind version 0 the mechanism's messages come as bare frames, not in
/// SaslAuthenticate requests; librdkafka takes a broker that lacks it for one without logins.
/// </summary>
internal sealed class SaslHandshakeHandler(KafkaServer server)
    : ApiHandler<SaslHandshakeRequest, SaslHandshakeResponse>(server)
{
    protected override ValueTask<SaslHandshakeResponse> HandleAsync(
        SaslHandshakeRequest request, RequestContext context) => new(new SaslHandshakeResponse
        {
            ErrorCode = context.Login.Choose(request.Mechanism, withBareMessages: context.Version == 0),
            Mechanisms = [.. SaslLogin.Mechanisms],
        });
}
