using System.Net.Http.Headers;
using System.Text;
using Weir.Fuzz.Tests.Engine;
using Weir.Hosting;
using Weir.Hosting.Configuration;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// JSON bodies of both HTTP APIs, over a real listener. The input's first octet is the endpoint. Every answer is a
/// success or a refusal of the 400s: a 500 is our mistake.
/// </summary>
internal sealed class HttpJson : FuzzTarget, IDisposable
{
    private static readonly (string Method, string Path, string Body)[] Endpoints =
    [
        ("PUT", "/api/v1/queues/%2F/q1", """{"durable":true,"arguments":{"x-max-length":10,"x-message-ttl":5.5}}"""),
        ("PUT", "/api/v1/topics/%2F/t1", """{"partitions":2,"settings":{"retention.ms":"1000"}}"""),
        ("PUT", "/api/v1/exchanges/%2F/x1", """{"type":"topic","durable":true,"arguments":{}}"""),
        ("PUT", "/api/v1/policies/%2F/p1",
            """{"pattern":"^q","applyTo":"queues","priority":1,"definition":{"max-length":5}}"""),
        ("POST", "/api/v1/messages/%2F", """{"topic":"t1","key":"k","value":"v","headers":{"a":"b"}}"""),
        ("PUT", "/api/v1/bindings/%2F/amq.topic/queue/q1", """{"routingKey":"a.#","arguments":{}}"""),
        ("POST", "/api/v1/groups/%2F/g1/reset", """{"topic":"t1","to":"earliest"}"""),
        ("POST", "/api/v1/queues/%2F/q1/redrive", """{"to":"t1","max":10}"""),
        ("PUT", "/api/v1/users/u1", """{"password":"pw","tags":["administrator"]}"""),
        ("PUT", "/api/queues/%2F/q2", """{"durable":"true","auto_delete":false,"arguments":{"x-max-length":7}}"""),
        ("PUT", "/api/exchanges/%2F/x2", """{"type":"fanout","durable":true}"""),
        ("POST", "/api/exchanges/%2F/amq.default/publish",
            """{"properties":{"headers":{"a":1}},"routing_key":"q2","payload":"aGk=","payload_encoding":"base64"}"""),
        ("POST", "/api/queues/%2F/q2/get", """{"count":1,"ackmode":"ack_requeue_true","encoding":"auto"}"""),
        ("PUT", "/api/policies/%2F/p2",
            """{"pattern":"^x","definition":{"max-length":5},"priority":0,"apply-to":"queues"}"""),
        ("POST", "/api/definitions",
            """{"queues":[{"name":"q3","vhost":"/","durable":true,"arguments":{}}],"bindings":[]}"""),
        ("PUT", "/api/users/u2", """{"password":"x","tags":"management"}"""),
        ("POST", "/api/bindings/%2F/e/amq.topic/q/q2", """{"routing_key":"k","arguments":{"a":[1,{"b":null}]}}"""),
    ];

    private readonly string _data = Directory.CreateTempSubdirectory("weir-fuzz-").FullName;
    private readonly HttpClient _http = new();
    private readonly WeirHost _host;

    public HttpJson()
    {
        int port = Weir.Testing.Ports.Next();
        string password = Path.Combine(_data, "password");
        File.WriteAllText(password, "guest\n");
        WeirOptions options = new(
        [
            new SettingInput("data", Path.Combine(_data, "data"), "fuzz"), new SettingInput("kafka.listen", "off",
                "fuzz"),
            new SettingInput("amqp.listen", "off", "fuzz"), new SettingInput("http.listen", $"127.0.0.1:{port}",
                "fuzz"),
            new SettingInput("security.admin", "guest", "fuzz"),
            new SettingInput("security.admin_password_file", password, "fuzz"),
            new SettingInput("log.level", "error", "fuzz"), new SettingInput("durability.default", "os", "fuzz"),
        ]);
        _host = WeirHost.StartAsync(options, CancellationToken.None).GetAwaiter().GetResult();
        _http.BaseAddress = new Uri($"http://127.0.0.1:{port}");
    }

    public override string Name => "http-json";

    public override IEnumerable<byte[]> Seeds()
    {
        for (int i = 0; i < Endpoints.Length; i++)
        {
            yield return [(byte)i, .. Encoding.UTF8.GetBytes(Endpoints[i].Body)];
            yield return [(byte)i, .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5_000)))];
            yield return [(byte)i, .. Encoding.UTF8.GetBytes(Endpoints[i].Body.Replace("true", "1e999",
                StringComparison.Ordinal))];
            yield return [(byte)i, .. Encoding.UTF8.GetBytes("[null]")];
        }
    }

    // The work is done on other threads; what this one allocates is the client.
    public override long AllocatedBytesMax(byte[] input) => 16 << 20;

    public override string Execute(byte[] input)
    {
        if (input.Length == 0) return "empty";
        int index = input[0] % Endpoints.Length;
        (string method, string path, _) = Endpoints[index];

        // Users are among what is made, and once there is one every request needs one.
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = new ByteArrayContent(input, 1, input.Length - 1);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String("guest:guest"u8));
        using HttpResponseMessage response = _http.Send(request);
        int status = (int)response.StatusCode;
        string text = new StreamReader(response.Content.ReadAsStream()).ReadToEnd();
        FuzzException.Require(status is >= 200 and < 500, $"{method} {path} is answered {status} {text}");
        return $"{index} {status}";
    }

    public void Dispose()
    {
        _http.Dispose();
        _host.StopAsync().GetAwaiter().GetResult();
        _host.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_data, recursive: true);
    }
}
