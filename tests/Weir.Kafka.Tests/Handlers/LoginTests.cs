using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Weir.Broker.Security;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>Users over Kafka: SASL, and the errors of what a user may not do.</summary>
public sealed class LoginTests
{
    [Fact]
    public async Task Nothing_but_the_login_is_served_before_it()
    {
        await using KafkaHarness harness = await OpenAsync();
        KafkaClient client = harness.Connect();
        ApiVersionsResponse versions = await client.SendAsync(new ApiVersionsRequest(), 3);
        Assert.Contains(versions.ApiKeys, static k => k.ApiKey == (short)ApiKey.SaslAuthenticate);
        await client.PostAsync(new MetadataRequest { Topics = [] }, 9);
        Assert.Null(await client.TryReceiveFrameAsync());
        Assert.IsType<KafkaProtocolException>(await client.Ended);
    }

    [Fact]
    public async Task Plain_lets_in_who_knows_the_password()
    {
        await using KafkaHarness harness = await OpenAsync();
        KafkaClient client = await LogInAsync(harness, "root", "secret");
        MetadataResponse metadata = await client.SendAsync(new MetadataRequest { Topics = null }, 9);
        Assert.NotEmpty(metadata.Brokers);
        Assert.Equal("root", Assert.Single(harness.Broker.Connections.All).User);
    }

    [Theory]
    [InlineData("\0root\0wrong", KafkaError.SaslAuthenticationFailed)]
    [InlineData("\0nobody\0secret", KafkaError.SaslAuthenticationFailed)]
    [InlineData("root", KafkaError.SaslAuthenticationFailed)]
    public async Task A_failed_login_is_answered_and_ends_the_connection(string message, KafkaError error)
    {
        await using KafkaHarness harness = await OpenAsync();
        KafkaClient client = harness.Connect();
        await client.SendAsync(new SaslHandshakeRequest { Mechanism = "PLAIN" }, 1);
        SaslAuthenticateResponse answer = await client.SendAsync(
            new SaslAuthenticateRequest { AuthBytes = Encoding.UTF8.GetBytes(message) }, 2);
        Assert.Equal(error, answer.ErrorCode);
        Assert.Equal("Authentication failed: Invalid username or password", answer.ErrorMessage);
        Assert.Null(await client.TryReceiveFrameAsync());
    }

    [Fact]
    public async Task An_unknown_mechanism_is_refused_with_those_there_are()
    {
        await using KafkaHarness harness = await OpenAsync();
        SaslHandshakeResponse answer =
            await harness.Connect().SendAsync(new SaslHandshakeRequest { Mechanism = "GSSAPI" }, 1);
        Assert.Equal(KafkaError.UnsupportedSaslMechanism, answer.ErrorCode);
        Assert.Equal(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"], answer.Mechanisms);
    }

    [Fact]
    public async Task Without_users_nobody_logs_in()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        SaslHandshakeResponse answer =
            await harness.Connect().SendAsync(new SaslHandshakeRequest { Mechanism = "PLAIN" }, 1);
        Assert.Equal(KafkaError.IllegalSaslState, answer.ErrorCode);
    }

    [Fact]
    public async Task Sessions_of_the_time_without_users_end_with_the_first_user()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        KafkaClient client = harness.Connect();
        await client.SendAsync(new MetadataRequest { Topics = null }, 9);
        await harness.Broker.Users.SetAsync("root", "secret", [UserTags.Administrator], default);
        Assert.Null(await client.TryReceiveFrameAsync());
    }

    [Fact]
    public async Task A_user_without_permissions_gets_the_error_of_each_kind_of_thing()
    {
        await using KafkaHarness harness = await OpenAsync();
        KafkaClient root = await LogInAsync(harness, "root", "secret");
        await CreateAsync(root, "orders", KafkaError.None);
        KafkaClient bob = await LogInAsync(harness, "bob", "builder");
        await CreateAsync(bob, "mine", KafkaError.TopicAuthorizationFailed);
        MetadataResponse all = await bob.SendAsync(new MetadataRequest { Topics = null }, 9);
        Assert.Empty(all.Topics);
        MetadataResponse named = await bob.SendAsync(
            new MetadataRequest { Topics = [new MetadataRequest.Topic { Name = "orders" }] }, 9);
        Assert.Equal(KafkaError.TopicAuthorizationFailed, Assert.Single(named.Topics).ErrorCode);
        DeleteTopicsResponse deleted = await bob.SendAsync(new DeleteTopicsRequest { TopicNames = ["orders"] }, 5);
        Assert.Equal(KafkaError.TopicAuthorizationFailed, Assert.Single(deleted.Responses).ErrorCode);
        ListOffsetsResponse offsets = await bob.SendAsync(
            new ListOffsetsRequest
            {
                Topics =
                [
                    new ListOffsetsRequest.Topic { Name = "orders", Partitions = [new() { Timestamp = -1 }] },
                ],
            },
            5);
        Assert.Equal(KafkaError.TopicAuthorizationFailed, offsets.Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(KafkaError.TopicAuthorizationFailed, await ProduceAsync(bob, "orders"));
        Assert.Equal(KafkaError.TopicAuthorizationFailed, await FetchAsync(bob, "orders"));
        Assert.Equal(
            KafkaError.GroupAuthorizationFailed,
            (await bob.SendAsync(new HeartbeatRequest { GroupId = "g" }, 4)).ErrorCode);
        Assert.Equal(
            KafkaError.GroupAuthorizationFailed,
            (await bob.SendAsync(new FindCoordinatorRequest { CoordinatorKey = "g" }, 3)).ErrorCode);
        Assert.Equal(
            KafkaError.GroupAuthorizationFailed,
            (await bob.SendAsync(new JoinGroupRequest { GroupId = "g", ProtocolType = "consumer" }, 5)).ErrorCode);
        Assert.Equal(
            KafkaError.ClusterAuthorizationFailed,
            (await bob.SendAsync(new DescribeUserScramCredentialsRequest(), 0)).ErrorCode);
    }

    [Fact]
    public async Task Write_produces_read_fetches_and_a_change_counts_at_once()
    {
        await using KafkaHarness harness = await OpenAsync();
        KafkaClient root = await LogInAsync(harness, "root", "secret");
        await CreateAsync(root, "orders", KafkaError.None);
        KafkaClient bob = await LogInAsync(harness, "bob", "builder");
        await PermitAsync(harness, "bob", "", "^orders$", "");
        Assert.Equal(KafkaError.None, await ProduceAsync(bob, "orders"));
        Assert.Equal(KafkaError.TopicAuthorizationFailed, await FetchAsync(bob, "orders"));
        await PermitAsync(harness, "bob", "", "", "^(orders|g)$");
        Assert.Equal(KafkaError.TopicAuthorizationFailed, await ProduceAsync(bob, "orders"));
        Assert.Equal(KafkaError.None, await FetchAsync(bob, "orders"));
        Assert.Equal(
            KafkaError.None, (await bob.SendAsync(new FindCoordinatorRequest { CoordinatorKey = "g" }, 3)).ErrorCode);
        MetadataResponse named = await bob.SendAsync(
            new MetadataRequest
            {
                Topics = [new MetadataRequest.Topic { Name = "orders" }],
                IncludeTopicAuthorizedOperations = true,
            },
            9);
        Assert.Equal((1 << 3) | (1 << 8) | (1 << 10), Assert.Single(named.Topics).TopicAuthorizedOperations);
    }

    [Fact]
    public async Task Administrators_set_scram_credentials_which_replace_what_was()
    {
        await using KafkaHarness harness = await OpenAsync();
        KafkaClient root = await LogInAsync(harness, "root", "secret");
        byte[] salt = [1, 2, 3, 4];
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2("new"u8, salt, 4096, HashAlgorithmName.SHA256, 32);
        AlterUserScramCredentialsResponse altered = await root.SendAsync(
            new AlterUserScramCredentialsRequest
            {
                Upsertions =
                [
                    new() { Name = "bob", Mechanism = 1, Iterations = 4096, Salt = salt, SaltedPassword = salted },
                    new() { Name = "eve", Mechanism = 1, Iterations = 1, Salt = salt, SaltedPassword = salted },
                ],
            },
            0);
        Assert.Equal(
            [KafkaError.None, KafkaError.UnacceptableCredential], altered.Results.Select(static r => r.ErrorCode));
        DescribeUserScramCredentialsResponse told = await root.SendAsync(
            new DescribeUserScramCredentialsRequest { Users = [new() { Name = "bob" }, new() { Name = "eve" }] }, 0);
        Assert.Equal((sbyte)1, Assert.Single(told.Results[0].CredentialInfos).Mechanism);
        Assert.Equal(KafkaError.ResourceNotFound, told.Results[1].ErrorCode);
        await LogInAsync(harness, "bob", "new");
        Assert.Equal(LoginOutcome.Refused, await harness.Broker.Logins.LoginAsync("bob", "builder", null, default));
    }

    [Theory]
    [InlineData("SCRAM-SHA-256", 32)]
    [InlineData("SCRAM-SHA-512", 64)]
    public async Task Scram_lets_in_who_knows_the_password(string mechanism, int hashBytes)
    {
        await using KafkaHarness harness = await OpenAsync();
        KafkaClient client = harness.Connect();
        await client.SendAsync(new SaslHandshakeRequest { Mechanism = mechanism }, 1);
        const string Bare = "n=bob,r=abcdef";
        SaslAuthenticateResponse first = await client.SendAsync(
            new SaslAuthenticateRequest { AuthBytes = Encoding.UTF8.GetBytes("n,," + Bare) }, 2);
        string serverFirst = Encoding.UTF8.GetString(first.AuthBytes);
        string final = Proof(mechanism, hashBytes, Bare, serverFirst);
        SaslAuthenticateResponse last = await client.SendAsync(
            new SaslAuthenticateRequest { AuthBytes = Encoding.UTF8.GetBytes(final) }, 2);
        Assert.Equal(KafkaError.None, last.ErrorCode);
        Assert.StartsWith("v=", Encoding.UTF8.GetString(last.AuthBytes), StringComparison.Ordinal);
        Assert.NotEmpty((await client.SendAsync(new MetadataRequest { Topics = null }, 9)).Brokers);
    }

    [Fact]
    public async Task Behind_version_0_of_the_handshake_messages_come_without_requests_around_them()
    {
        await using KafkaHarness harness = await OpenAsync();
        KafkaClient client = harness.Connect();
        await client.SendAsync(new SaslHandshakeRequest { Mechanism = "SCRAM-SHA-256" }, 0);
        const string Bare = "n=bob,r=abcdef";
        await client.PostRawAsync(Frame("n,," + Bare));
        string serverFirst = Encoding.UTF8.GetString((await client.TryReceiveFrameAsync())!);
        await client.PostRawAsync(Frame(Proof("SCRAM-SHA-256", 32, Bare, serverFirst)));
        Assert.StartsWith(
            "v=", Encoding.UTF8.GetString((await client.TryReceiveFrameAsync())!), StringComparison.Ordinal);
        Assert.NotEmpty((await client.SendAsync(new MetadataRequest { Topics = null }, 9)).Brokers);

        client = harness.Connect();
        await client.SendAsync(new SaslHandshakeRequest { Mechanism = "PLAIN" }, 0);
        await client.PostRawAsync(Frame("\0root\0secret"));
        Assert.Empty((await client.TryReceiveFrameAsync())!);

        client = harness.Connect();
        await client.SendAsync(new SaslHandshakeRequest { Mechanism = "PLAIN" }, 0);
        await client.PostRawAsync(Frame(""));
        Assert.Null(await client.TryReceiveFrameAsync());
    }

    [Fact]
    public async Task Before_the_login_a_request_is_small()
    {
        await using KafkaHarness harness = await OpenAsync();
        KafkaClient client = harness.Connect();
        byte[] size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, (512 << 10) + 1);
        await client.PostRawAsync(size);
        Assert.Null(await client.TryReceiveFrameAsync());
        Assert.IsType<KafkaProtocolException>(await client.Ended);
    }

    private static byte[] Frame(string message)
    {
        byte[] text = Encoding.UTF8.GetBytes(message);
        byte[] frame = [0, 0, 0, 0, .. text];
        BinaryPrimitives.WriteInt32BigEndian(frame, text.Length);
        return frame;
    }

    private static string Proof(string mechanism, int hashBytes, string bare, string serverFirst)
    {
        bool is256 = mechanism == "SCRAM-SHA-256";
        string[] parts = serverFirst.Split(',');
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(
            "builder"u8, Convert.FromBase64String(parts[1][2..]),
            int.Parse(parts[2][2..], CultureInfo.InvariantCulture),
            is256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512, hashBytes);
        byte[] clientKey = Hmac(salted, "Client Key"u8.ToArray());
        byte[] storedKey = is256 ? SHA256.HashData(clientKey) : SHA512.HashData(clientKey);
        string withoutProof = "c=biws," + parts[0];
        byte[] signature = Hmac(storedKey, Encoding.UTF8.GetBytes($"{bare},{serverFirst},{withoutProof}"));
        byte[] proof = [.. clientKey.Select((b, i) => (byte)(b ^ signature[i]))];
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";

        byte[] Hmac(byte[] key, byte[] data) => is256 ? HMACSHA256.HashData(key, data) : HMACSHA512.HashData(key, data);
    }

    private static async Task<KafkaHarness> OpenAsync()
    {
        KafkaHarness harness = await KafkaHarness.OpenAsync();
        UserRegistry users = harness.Broker.Users;
        Assert.True((await users.SetAsync("root", "secret", [UserTags.Administrator], default)).IsDone);
        Assert.True((await users.SetAsync("bob", "builder", [], default)).IsDone);
        await users.SetPermissionsAsync("root", "/", PermissionPatterns.All, default);
        return harness;
    }

    private static async Task PermitAsync(
        KafkaHarness harness, string user, string configure, string write, string read)
    {
        Assert.True(PermissionPatterns.TryCreate(configure, write, read, out PermissionPatterns? patterns, out _));
        Assert.True((await harness.Broker.Users.SetPermissionsAsync(user, "/", patterns, default)).IsDone);
    }

    private static async Task<KafkaClient> LogInAsync(KafkaHarness harness, string user, string password)
    {
        KafkaClient client = harness.Connect();
        await client.SendAsync(new SaslHandshakeRequest { Mechanism = "PLAIN" }, 1);
        SaslAuthenticateResponse answer = await client.SendAsync(
            new SaslAuthenticateRequest { AuthBytes = Encoding.UTF8.GetBytes($"\0{user}\0{password}") }, 2);
        Assert.Equal(KafkaError.None, answer.ErrorCode);
        return client;
    }

    private static async Task CreateAsync(KafkaClient client, string topic, KafkaError expected)
    {
        CreateTopicsResponse made = await client.SendAsync(
            new CreateTopicsRequest { Topics = [new() { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }] }, 7);
        Assert.Equal(expected, Assert.Single(made.Topics).ErrorCode);
    }

    private static async Task<KafkaError> ProduceAsync(KafkaClient client, string topic)
    {
        ProduceResponse answer = await client.SendAsync(Records.Produce(topic, (0, Records.Batch(1000, ["a"]))), 9);
        return answer.Responses[0].PartitionResponses[0].ErrorCode;
    }

    private static async Task<KafkaError> FetchAsync(KafkaClient client, string topic)
    {
        FetchResponse answer = await client.SendAsync(Records.Fetch(topic, 0), 11);
        return answer.Responses[0].Partitions[0].ErrorCode;
    }
}
