using System.Diagnostics;
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

    private async Task<ClientResult> KcatAsync(string server, string password, string mechanism, string protocol) =>
        await ClientProgram.RunAsync(
            "kcat",
            [
                "-L", "-b", server, "-m", "10", "-X", $"security.protocol={protocol}",
                "-X", $"sasl.mechanisms={mechanism}", "-X", "sasl.username=root",
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
