using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Picks the mechanism of a login. Version 0, behind which the mechanism's messages come without any frame of the
/// protocol, is not served: clients have known better since Kafka 1.0.
/// </summary>
internal sealed class SaslHandshakeHandler(KafkaServer server)
    : ApiHandler<SaslHandshakeRequest, SaslHandshakeResponse>(server)
{
    public override short MinVersion => 1;

    protected override ValueTask<SaslHandshakeResponse> HandleAsync(
        SaslHandshakeRequest request, RequestContext context) => new(new SaslHandshakeResponse
        {
            ErrorCode = context.Login.Choose(request.Mechanism),
            Mechanisms = [.. SaslLogin.Mechanisms],
        });
}
