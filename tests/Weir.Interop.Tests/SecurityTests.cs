using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>Real clients log in, and talk over TLS with a certificate that openssl made.</summary>
public sealed class SecurityTests : IAsyncLifetime
{
    private const string Password = "hush-5512";

    private readonly string _directory = Directory.CreateTempSubdirectory("weir-tls-").FullName;
    private readonly int _kafkaPort = Ports.Next();
    private readonly int _amqpPort = Ports.Next();
    private BrokerProcess? _broker;

    private BrokerProcess Broker => _broker!;

    private string Certificate => Path.Combine(_directory, "certificate.pem");

    public async Task InitializeAsync()
    {
        await MakeCertificateAsync("one");
        await File.WriteAllTextAsync(Path.Combine(_directory, "password"), Password + "\n");
        string[] flags =
        [
            "--set", "security.admin=root",
            "--set", $"security.admin_password_file={Path.Combine(_directory, "password")}",
            "--set", $"tls.certificate={Certificate}", "--set", $"tls.key={Path.Combine(_directory, "key.pem")}",
            "--set", $"kafka.tls_listen=127.0.0.1:{_kafkaPort}", "--set", $"amqp.tls_listen=127.0.0.1:{_amqpPort}",
        ];
        _broker = new BrokerProcess { Flags = flags };
        await Broker.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Broker.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-512")]
    public async Task Kcat_logs_in(string mechanism)
    {
        (await KcatAsync(Broker.Bootstrap, Password, mechanism, "SASL_PLAINTEXT")).MustSucceed(Broker);
        ClientResult refused = await KcatAsync(Broker.Bootstrap, "wrong", mechanism, "SASL_PLAINTEXT");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.DoesNotContain(Password, Broker.LogTail, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", Broker.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_password_is_in_any_log_line_or_answer_however_it_came_and_whether_it_was_right()
    {
        string address = $"127.0.0.1:{Ports.Next()}";
        await using var own = new OwnBroker(new BrokerProcess
        {
            Http = address,
            LogLinesMax = int.MaxValue,
            Flags =
            [
                "--set", "security.admin=root", "--set",
                $"security.admin_password_file={Path.Combine(_directory, "password")}", "--set", "log.level=trace",
            ],
        });
        BrokerProcess broker = own.Broker;
        await broker.StartAsync();
        var http = new Uri($"http://{address}");
        var answers = new List<string>();
        const string wrong = "guess-88431", created = "made-77120", changed = "anew-55873";
        foreach (string password in (string[])[created, changed])
        {
            answers.Add(await SendAsync(
                http, "root", Password, "PUT", "/api/v1/users/eve", $$"""{"password":"{{password}}","tags":[]}"""));
        }

        answers.Add(await SendAsync(
            http, "root", Password, "PUT", "/api/v1/users/eve", $$"""{"password":"{{created}}\u0001"}"""));
        answers.Add(await SendAsync(
            http, "root", Password, "PUT", "/api/users/adam", $$"""{"password":"{{created}}","tags":""}"""));
        answers.Add(await SendAsync(
            http, "root", Password, "PUT", "/api/v1/users/eve/permissions/%2F",
            """{"configure":".*","write":".*","read":".*"}"""));
        answers.Add(await SendAsync(http, "eve", wrong, "GET", "/api/v1/overview"));
        foreach (string password in (string[])[changed, wrong])
        {
            foreach (string mechanism in (string[])["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
            {
                ClientResult kcat =
                    await KcatAsync(broker.Bootstrap, password, mechanism, "SASL_PLAINTEXT", "eve");
                Assert.Equal(password == changed, kcat.ExitCode == 0);
            }

            ClientResult pika = await ClientProgram.RunAsync("/usr/bin/python3", ["-c", $"""
                import pika
                pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", {broker.AmqpPort},
                    credentials=pika.PlainCredentials("eve", {Quote(password)}))).close()
                """]);
            Assert.Equal(password == changed, pika.ExitCode == 0);
        }

        foreach (string path in (string[])
            [
                "/api/v1/users", "/api/v1/users/eve", "/api/v1/overview", "/api/v1/connections", "/api/users",
                "/api/definitions", "/api/whoami", "/metrics",
            ])
            answers.Add(await SendAsync(http, "root", Password, "GET", path));
        answers.Add(await SendAsync(http, "root", Password, "DELETE", "/api/v1/users/eve"));

        string said = broker.LogTail + string.Join('\n', answers);
        Assert.Contains("eve", said, StringComparison.Ordinal);
        foreach (string secret in (string[])[Password, wrong, created, changed])
            foreach (string form in FormsOf(secret))
                Assert.DoesNotContain(form, said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Kcat_and_pika_talk_over_tls_and_a_replaced_certificate_is_served_without_a_restart()
    {
        string secure = $"127.0.0.1:{_kafkaPort}";
        (await KcatAsync(secure, Password, "SCRAM-SHA-256", "SASL_SSL")).MustSucceed(Broker);
        string script = $"""
            import pika, ssl
            context = ssl.create_default_context(cafile={Quote(Certificate)})
            parameters = pika.ConnectionParameters("127.0.0.1", {_amqpPort},
                credentials=pika.PlainCredentials("root", {Quote(Password)}),
                ssl_options=pika.SSLOptions(context, "localhost"))
            channel = pika.BlockingConnection(parameters).channel()
            channel.queue_declare("q", durable=True)
            channel.basic_publish("", "q", b"hello")
            while True:
                method, _, body = channel.basic_get("q", auto_ack=True)
                if method:
                    break
            assert body == b"hello"
            """;
        (await ClientProgram.RunAsync("/usr/bin/python3", ["-c", script])).MustSucceed(Broker);

        await MakeCertificateAsync("two");
        await Eventually.TrueAsync(
            () => $"the new certificate is served\n{Broker.LogTail}",
            async () => (await SubjectAsync()).Contains("two", StringComparison.Ordinal));
    }

    private static string Quote(string text) => $"\"{text}\"";

    /// <summary>As it is, in hex, and in base64 wherever it begins in what is encoded.</summary>
    private static IEnumerable<string> FormsOf(string secret)
    {
        yield return secret;
        yield return Convert.ToHexString(Encoding.UTF8.GetBytes(secret));
        for (int before = 0; before < 3; before++)
        {
            string text = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', before) + secret));
            // What its neighbours have a part in is left out.
            yield return text.TrimEnd('=')[(before == 0 ? 0 : before + 1)..^1];
        }
    }

    private static async Task<string> SendAsync(
        Uri server, string user, string password, string method, string path, string? body = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server, path));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.SendAsync(request);
        return $"{response}\n{await response.Content.ReadAsStringAsync()}";
    }

    private async Task<ClientResult> KcatAsync(
        string server, string password, string mechanism, string protocol, string user = "root") =>
        await ClientProgram.RunAsync(
            "kcat",
            [
                "-L", "-b", server, "-m", "10", "-X", $"security.protocol={protocol}",
                "-X", $"sasl.mechanisms={mechanism}", "-X", $"sasl.username={user}",
                "-X", $"sasl.password={password}", "-X", $"ssl.ca.location={Certificate}",
            ]);

    private async Task<string> SubjectAsync()
    {
        string command = $"openssl s_client -connect 127.0.0.1:{_amqpPort} < /dev/null 2> /dev/null";
        ClientResult result =
            await ClientProgram.RunAsync("sh", ["-c", $"{command} | openssl x509 -noout -subject"]);
        return result.Output;
    }

    private async Task MakeCertificateAsync(string organisation)
    {
        string[] arguments =
        [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", $"/O={organisation}/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-keyout", Path.Combine(_directory, "key.pem"), "-out", Certificate,
        ];
        var start = new ProcessStartInfo("openssl", arguments) { RedirectStandardError = true };
        using Process openssl = Process.Start(start)!;
        await openssl.StandardError.ReadToEndAsync();
        await openssl.WaitForExitAsync();
        Assert.Equal(0, openssl.ExitCode);
    }
}
