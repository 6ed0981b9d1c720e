using Weir.Broker.Security;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Tells administrators by which mechanisms users can log in, and with how many iterations.</summary>
internal sealed class DescribeUserScramCredentialsHandler(KafkaServer server)
    : ApiHandler<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>(server)
{
    protected override ValueTask<DescribeUserScramCredentialsResponse> HandleAsync(
        DescribeUserScramCredentialsRequest request, RequestContext context)
    {
        var response = new DescribeUserScramCredentialsResponse();
        if (!context.Access.IsAdministrator)
        {
            response.ErrorCode = KafkaError.ClusterAuthorizationFailed;
            return new(response);
        }

        IEnumerable<string> names = request.Users is { Count: > 0 } asked
            ? asked.Select(static u => u.Name)
            : Server.Broker.Users.All.Where(static u => !u.Verifiers.IsEmpty).Select(static u => u.Name);
        foreach (IGrouping<string, string> name in names.GroupBy(static n => n))
            response.Results.Add(Describe(name.Key, isRepeated: name.Count() > 1));
        return new(response);
    }

    private DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult Describe(
        string name, bool isRepeated)
    {
        User? user = Server.Broker.Users.Find(name);
        var result = new DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult { User = name };
        if (isRepeated || user is not { Verifiers.IsEmpty: false })
        {
            result.ErrorCode = isRepeated ? KafkaError.DuplicateResource : KafkaError.ResourceNotFound;
            result.ErrorMessage = isRepeated ? "the user is named more than once" : "there is no such user";
            return result;
        }

        foreach (ScramVerifier verifier in user.Verifiers)
        {
            result.CredentialInfos.Add(new DescribeUserScramCredentialsResponse.CredentialInfo
            {
                Mechanism = (sbyte)verifier.Mechanism,
                Iterations = verifier.Iterations,
            });
        }

        return result;
    }
}
