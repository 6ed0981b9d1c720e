using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Hosting.Configuration;

namespace Weir.Client;

/// <summary>
/// Calls the HTTP API. Every wait is bounded, and whatever goes wrong is a <see cref="BrokerException"/> with the
/// broker's own sentence where it gave one. Proxies are not asked: a broker is a neighbour, not the internet.
/// </summary>
internal sealed class ApiClient : IDisposable
{
    private readonly Endpoint _broker;
    private readonly HttpClient _http;

    public ApiClient(Endpoint broker, TimeSpan timeout, Login? login = null)
    {
        _broker = broker;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri($"http://{broker}/api/v1/"),
            Timeout = timeout,
        };
        if (login is null) return;
        byte[] bytes = Encoding.UTF8.GetBytes($"{login.User}:{login.Password}");
        _http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(bytes));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A path of segments, each of which may contain anything.</summary>
    public static string Path(params ReadOnlySpan<string> segments)
    {
        StringBuilder path = new();
        foreach (string segment in segments)
            path.Append(path.Length == 0 ? "" : "/").Append(Uri.EscapeDataString(segment));
        return path.ToString();
    }

    /// <summary>Sends a request; gives the answer's body, or null for none.</summary>
    public async Task<JsonNode?> SendAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancel)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancel);
            string text = await response.Content.ReadAsStringAsync(cancel);
            JsonNode? answer = text.Length == 0 ? null : JsonNode.Parse(text);
            if (response.IsSuccessStatusCode) return answer;
            if (response.StatusCode == HttpStatusCode.Unauthorized)
                throw BrokerErrors.NotLoggedIn(_broker, _http.DefaultRequestHeaders.Authorization is not null);
            throw new BrokerException(
                (string?)answer?["detail"] ?? $"{_broker} answered with status {(int)response.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            throw new BrokerException(
                $"cannot reach {_broker}: {Reason(e)}; start a broker with 'weir serve' or name one with --http", e);
        }
        catch (TaskCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new BrokerException(
                FormattableString.Invariant($"{_broker} did not answer in {_http.Timeout.TotalSeconds} s; ")
                + "allow more time with --timeout", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BrokerException(
                $"{_broker} does not serve the HTTP API; is it another port of the broker?", e);
        }
    }

    private static string Reason(HttpRequestException e) => e switch
    {
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        { HttpRequestError: HttpRequestError.NameResolutionError } => "no such host",
        { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded } =>
            "it does not speak HTTP",
        _ => e.Message.TrimEnd('.'),
    };
}
