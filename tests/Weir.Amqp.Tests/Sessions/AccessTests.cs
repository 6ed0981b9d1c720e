using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Security;
using Weir.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>Users over AMQP: who gets in, and which permission each method needs, in RabbitMQ's words.</summary>
public sealed class AccessTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>The method, what the user may configure, write and read, and what it is refused for all the
    /// same.</summary>
    public static TheoryData<string, string, string> Methods => new()
    {
        { "declare q", ",q,q", "queue 'q'" },
        { "delete q", ",q,q", "queue 'q'" },
        { "purge q", "q,q,", "queue 'q'" },
        { "consume q", "q,q,", "queue 'q'" },
        { "get q", "q,q,", "queue 'q'" },
        { "bind q x", "q,x,q|x", "queue 'q'" },
        { "bind q x", "x,q|x,q", "exchange 'x'" },
        { "unbind q x", "q,x,q|x", "queue 'q'" },
        { "unbind q x", "x,q|x,q", "exchange 'x'" },
        { "declare-dead q x", "q,x,x", "queue 'q'" },
        { "declare-dead q x", "q,q,q|x", "exchange 'x'" },
        { "exchange x", ",x,x", "exchange 'x'" },
        { "exchange-alternate x a", "x,a,a", "exchange 'x'" },
        { "exchange-alternate x a", "x,x,x|a", "exchange 'a'" },
        { "exchange-delete x", ",x,x", "exchange 'x'" },
        { "exchange-bind d x", "d,x,d|x", "exchange 'd'" },
        { "exchange-bind d x", "d,d,d", "exchange 'x'" },
        { "publish x", "x,y,x", "exchange 'x'" },
        { "publish ", "k,k,k", "exchange 'amq.default'" },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_method_is_refused_without_the_permission_and_not_with_it(
        string method, string permissions, string subject)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await EnterAsync(broker, [.. permissions.Split(',').Select(static p => $"^({p})$")]);
        await client.SendAsync(output => Write(output, method));
        Received close = await client.ExpectAsync(MethodId.ChannelClose);
        Assert.Equal(
            (403, $"ACCESS_REFUSED - access to {subject} in vhost '/' refused for user 'bob'"),
            (close.Code, close.ReplyText));

        await client.SendAsync(output => ChannelCloseOk.Write(output, 1));
        const string Enough = "^(q|x|d|a|amq.default)$";
        await PermitAsync(broker, [Enough, Enough, Enough]);
        await client.OpenChannelAsync(1);
        await client.SendAsync(output =>
        {
            Write(output, method);
            BasicQos.Write(output, 1, 0, 1, false);
        });
        Received answer = await client.ReadAsync();
        if (answer.Method == MethodId.ChannelClose)
            Assert.DoesNotContain("ACCESS_REFUSED", answer.ReplyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_refusal_names_what_was_asked_for()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await EnterAsync(broker, ["", "^q$", ""]);
        await client.SendAsync(output => Write(output, "bind q x"));
        Assert.Equal(
            "ACCESS_REFUSED - access to exchange 'x' in vhost '/' refused for user 'bob'",
            (await client.ExpectAsync(MethodId.ChannelClose)).ReplyText);
        await client.SendAsync(output => ChannelCloseOk.Write(output, 1));
        await client.OpenChannelAsync(1);
        await client.PublishAsync("q", "x");
        Assert.Equal(
            "ACCESS_REFUSED - access to exchange 'amq.default' in vhost '/' refused for user 'bob'",
            (await client.ExpectAsync(MethodId.ChannelClose)).ReplyText);
    }

    [Fact]
    public async Task Guest_is_let_in_while_there_are_no_users_and_its_session_ends_with_the_first()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient guest = await broker.ConnectAsync();
        await MakeBobAsync(broker);
        Assert.Equal(320, (await guest.ExpectAsync(MethodId.ConnectionClose)).Code);
        TestClient late = broker.NewClient();
        await late.OpenAsync("bob", capabilities: "authentication_failure_close");
        Received close = await late.ExpectAsync(MethodId.ConnectionClose);
        Assert.Equal(
            (403, "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. " +
                "For details see the broker logfile."),
            (close.Code, close.ReplyText));
    }

    [Fact]
    public async Task A_virtual_host_without_permissions_is_not_entered()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await MakeBobAsync(broker);
        await broker.Server.Broker.Namespaces.CreateAsync("there", None);
        TestClient client = broker.NewClient();
        await client.OpenAsync("bob", "there", password: "builder");
        Received close = await client.ExpectAsync(MethodId.ConnectionClose);
        Assert.Equal(
            (530, "NOT_ALLOWED - access to vhost 'there' refused for user 'bob'"), (close.Code, close.ReplyText));
    }

    [Fact]
    public async Task The_sessions_of_a_deleted_user_end_and_the_rights_to_a_deleted_virtual_host_are_gone()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await EnterAsync(broker, [".*", ".*", ".*"]);
        UserRegistry users = broker.Server.Broker.Users;
        await broker.Server.Broker.Namespaces.CreateAsync("there", None);
        await users.SetPermissionsAsync("bob", "there", PermissionPatterns.All, None);
        await broker.Server.Broker.DeleteNamespaceAsync("there", None);
        Assert.Equal(["/"], users.Find("bob")!.Permissions.Keys);
        Assert.True((await users.RemoveAsync("bob", None)).IsDone);
        Assert.Equal(320, (await client.ExpectAsync(MethodId.ConnectionClose)).Code);
    }

    [Theory]
    [InlineData("PASSWORD", true)]
    [InlineData("password", false)]
    public async Task Amqplain_carries_the_same_user(string field, bool isWellFormed)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await MakeBobAsync(broker);
        TestClient client = broker.NewClient();
        await client.SendAsync(output => output.Write(ProtocolHeader.Bytes));
        await client.ExpectAsync(MethodId.ConnectionStart);
        using var table = new PooledBufferWriter();
        var writer = new FieldTableWriter(table);
        writer.Name("LOGIN"u8).LongString("bob"u8);
        writer.Name(Encoding.ASCII.GetBytes(field)).LongString("builder"u8);
        byte[] response = table.WrittenSpan.ToArray();
        await client.SendAsync(output => ConnectionStartOk.Write(output, 0, [], "AMQPLAIN"u8, response, "en_US"u8));
        if (isWellFormed) await client.ExpectAsync(MethodId.ConnectionTune);
        else await client.Serving.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("bob", false, true)]
    [InlineData("alice", false, false)]
    [InlineData("alice", true, true)]
    public async Task The_user_id_of_a_message_is_the_publisher_unless_it_may_speak_for_others(
        string userId, bool isImpersonator, bool isTaken)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await EnterAsync(broker, [".*", ".*", ".*"]);
        if (isImpersonator)
            await broker.Server.Broker.Users.SetAsync("bob", null, [UserTags.Impersonator], None);
        await client.DeclareAsync("q");
        using var properties = new PooledBufferWriter();
        var writer = new BasicPropertiesWriter(properties);
        writer.ShortString(BasicProperty.UserId, Encoding.ASCII.GetBytes(userId));
        writer.Complete();
        byte[] raw = properties.WrittenSpan.ToArray();
        await client.SendAsync(output =>
        {
            TestClient.Publish(output, "", "q", "x", properties: raw);
            BasicQos.Write(output, 1, 0, 1, false);
        });
        Received answer = await client.ReadAsync();
        if (isTaken) Assert.Equal(MethodId.BasicQosOk, answer.Method);
        else Assert.Equal(
            "PRECONDITION_FAILED - user_id property set to 'alice' but authenticated user was 'bob'", answer.ReplyText);
    }

    private static async Task MakeBobAsync(TestBroker broker)
    {
        UserRegistry users = broker.Server.Broker.Users;
        Assert.True((await users.SetAsync("root", "r", [UserTags.Administrator], None)).IsDone);
        Assert.True((await users.SetAsync("bob", "builder", [], None)).IsDone);
    }

    private static async Task<TestClient> EnterAsync(TestBroker broker, string[] patterns)
    {
        await MakeBobAsync(broker);
        await PermitAsync(broker, patterns);
        TestClient client = broker.NewClient();
        await client.OpenAsync("bob", password: "builder");
        await client.OpenChannelAsync(1);
        return client;
    }

    private static async Task PermitAsync(TestBroker broker, string[] patterns)
    {
        Assert.True(PermissionPatterns.TryCreate(patterns[0], patterns[1], patterns[2], out var permissions, out _));
        Assert.True((await broker.Server.Broker.Users.SetPermissionsAsync("bob", "/", permissions, None)).IsDone);
    }

    private static void Write(PooledBufferWriter output, string method)
    {
        string[] words = method.Split(' ');
        byte[] first = Encoding.ASCII.GetBytes(words[1]);
        byte[] second = Encoding.ASCII.GetBytes(words.Length > 2 ? words[2] : "");
        switch (words[0])
        {
            case "declare": QueueDeclare.Write(output, 1, first, false, true, false, false, false, []); break;
            case "declare-dead":
                QueueDeclare.Write(
                    output, 1, first, false, true, false, false, false, Table("x-dead-letter-exchange", words[2]));
                break;
            case "delete": QueueDelete.Write(output, 1, first, false, false, false); break;
            case "purge": QueuePurge.Write(output, 1, first, false); break;
            case "consume": BasicConsume.Write(output, 1, first, "t"u8, false, false, false, false, []); break;
            case "get": BasicGet.Write(output, 1, first, true); break;
            case "bind": QueueBind.Write(output, 1, first, second, "k"u8, false, []); break;
            case "unbind": QueueUnbind.Write(output, 1, first, second, "k"u8, []); break;
            case "exchange":
                ExchangeDeclare.Write(output, 1, first, "fanout"u8, false, true, false, false, false, []);
                break;
            case "exchange-alternate":
                ExchangeDeclare.Write(
                    output, 1, first, "fanout"u8, false, true, false, false, false,
                    Table("alternate-exchange", words[2]));
                break;
            case "exchange-delete": ExchangeDelete.Write(output, 1, first, false, false); break;
            case "exchange-bind": ExchangeBind.Write(output, 1, first, second, "k"u8, false, []); break;
            default: TestClient.Publish(output, words[1], "k", "x"); break;
        }
    }

    private static byte[] Table(string name, string value)
    {
        using var output = new PooledBufferWriter();
        var table = new FieldTableWriter(output);
        table.Name(Encoding.ASCII.GetBytes(name)).LongString(Encoding.ASCII.GetBytes(value));
        return output.WrittenSpan.ToArray();
    }
}
