using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Carries the messages of a login. A client learns that it failed, and not of what.</summary>
internal sealed class SaslAuthenticateHandler(KafkaServer server)
    : ApiHandler<SaslAuthenticateRequest, SaslAuthenticateResponse>(server)
{
    protected override async ValueTask<SaslAuthenticateResponse> HandleAsync(
        SaslAuthenticateRequest request, RequestContext context)
    {
        (KafkaError error, byte[] answer) = await context.Login.AuthenticateAsync(request.AuthBytes, context.Closed);
        return new SaslAuthenticateResponse
        {
            ErrorCode = error,
            ErrorMessage = error switch
            {
                KafkaError.None => null,
                KafkaError.IllegalSaslState =>
                    "a login begins with a SaslHandshake request, and there is one a connection",
                _ => "Authentication failed: Invalid username or password",
            },
            AuthBytes = answer,
        };
    }
}
