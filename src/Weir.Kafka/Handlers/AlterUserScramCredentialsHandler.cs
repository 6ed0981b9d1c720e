using System.Collections.Immutable;
using Weir.Broker.Security;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Sets what users log in with, by administrators. What a request sets for a user replaces all that was, so that an
/// older password never stays good by another mechanism. A user that did not exist is made, without permissions.
/// </summary>
internal sealed class AlterUserScramCredentialsHandler(KafkaServer server)
    : ApiHandler<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse>(server)
{
    protected override async ValueTask<AlterUserScramCredentialsResponse> HandleAsync(
        AlterUserScramCredentialsRequest request, RequestContext context)
    {
        var response = new AlterUserScramCredentialsResponse();
        IEnumerable<string> names = request.Deletions.Select(static d => d.Name)
            .Concat(request.Upsertions.Select(static u => u.Name)).Distinct();
        foreach (string name in names)
        {
            (KafkaError error, string? reason) = context.Access.IsAdministrator
                ? await AlterAsync(
                    name, [.. request.Deletions.Where(d => d.Name == name)],
                    [.. request.Upsertions.Where(u => u.Name == name)], context)
                : (KafkaError.ClusterAuthorizationFailed, "only administrators change users");
            response.Results.Add(new AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult
            {
                User = name,
                ErrorCode = error,
                ErrorMessage = reason,
            });
        }

        return response;
    }

    private async ValueTask<(KafkaError Error, string? Reason)> AlterAsync(
        string name,
        AlterUserScramCredentialsRequest.ScramCredentialDeletion[] deletions,
        AlterUserScramCredentialsRequest.ScramCredentialUpsertion[] upsertions,
        RequestContext context)
    {
        sbyte[] mechanisms =
            [.. deletions.Select(static d => d.Mechanism), .. upsertions.Select(static u => u.Mechanism)];
        if (mechanisms.Distinct().Count() < mechanisms.Length)
            return (KafkaError.DuplicateResource, "a mechanism is named more than once for the user");
        if (mechanisms.Any(static m => (ScramMechanism)m is not (ScramMechanism.Sha256 or ScramMechanism.Sha512)))
            return (KafkaError.UnsupportedSaslMechanism, "the mechanism is unknown");
        ImmutableArray<ScramVerifier> known = Server.Broker.Users.Find(name)?.Verifiers ?? [];
        if (deletions.Any(d => known.All(v => (sbyte)v.Mechanism != d.Mechanism)))
            return (KafkaError.ResourceNotFound, "the user has no such credentials");
        var verifiers = ImmutableArray.CreateBuilder<ScramVerifier>();
        foreach (AlterUserScramCredentialsRequest.ScramCredentialUpsertion upsertion in upsertions)
        {
            var mechanism = (ScramMechanism)upsertion.Mechanism;
            if (upsertion.Iterations is < ScramVerifier.IterationsMin or > ScramVerifier.IterationsMax)
            {
                return (KafkaError.UnacceptableCredential,
                    $"iterations are {ScramVerifier.IterationsMin} to {ScramVerifier.IterationsMax}");
            }

            if (upsertion.Salt.Length == 0 || upsertion.SaltedPassword.Length == 0)
                return (KafkaError.UnacceptableCredential, "salt and salted password must not be empty");
            verifiers.Add(ScramVerifier.OfSalted(
                mechanism, upsertion.Iterations, upsertion.Salt, upsertion.SaltedPassword));
        }

        if (upsertions.Length == 0)
            verifiers.AddRange(known.Where(v => deletions.All(d => d.Mechanism != (sbyte)v.Mechanism)));
        UserOutcome outcome = await Server.Broker.Users.SetVerifiersAsync(
            name, verifiers.ToImmutable(), context.Closed);
        return (outcome.Error switch
        {
            UserError.None => KafkaError.None,
            UserError.Conflict => KafkaError.RequestTimedOut,
            UserError.TooMany or UserError.LastAdministrator => KafkaError.PolicyViolation,
            _ => KafkaError.UnacceptableCredential,
        }, outcome.Reason);
    }
}
