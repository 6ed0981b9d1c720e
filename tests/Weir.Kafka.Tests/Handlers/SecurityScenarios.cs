using System.Text;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>Logging in, and what users log in with, at any version.</summary>
internal static class SecurityScenarios
{
    public static Dictionary<ApiKey, Scenario> All { get; } = new()
    {
        [ApiKey.SaslHandshake] = HandshakeAsync,
        [ApiKey.SaslAuthenticate] = AuthenticateAsync,
        [ApiKey.DescribeUserScramCredentials] = DescribeAsync,
        [ApiKey.AlterUserScramCredentials] = AlterAsync,
    };

    private static async Task HandshakeAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        SaslHandshakeResponse response =
            await client.SendAsync(new SaslHandshakeRequest { Mechanism = "PLAIN" }, version);
        Assert.Equal(KafkaError.IllegalSaslState, response.ErrorCode);
        Assert.Equal(3, response.Mechanisms.Count);
    }

    private static async Task AuthenticateAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.Broker.Users.SetAsync("root", "secret", ["administrator"], default);
        client = harness.Connect();
        await client.SendAsync(new SaslHandshakeRequest { Mechanism = "PLAIN" }, 1);
        SaslAuthenticateResponse response = await client.SendAsync(
            new SaslAuthenticateRequest { AuthBytes = Encoding.ASCII.GetBytes("\0root\0secret") }, version);
        Assert.Equal((KafkaError.None, 0), (response.ErrorCode, response.SessionLifetimeMs));
    }

    private static async Task DescribeAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        DescribeUserScramCredentialsResponse response =
            await client.SendAsync(new DescribeUserScramCredentialsRequest(), version);
        Assert.Equal(KafkaError.None, response.ErrorCode);
        Assert.Empty(response.Results);
    }

    private static async Task AlterAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        AlterUserScramCredentialsResponse response = await client.SendAsync(
            new AlterUserScramCredentialsRequest { Deletions = [new() { Name = "bob", Mechanism = 1 }] }, version);
        Assert.Equal(KafkaError.ResourceNotFound, Assert.Single(response.Results).ErrorCode);
    }
}
