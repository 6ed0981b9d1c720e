using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Console.Tests.Browser;

/// <summary>
/// A headless Chromium of the system, driven over its DevTools protocol: one web socket, commands by number, events by
/// the session of the page that they came from. Dies with its tests.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Announcement = "DevTools listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _calls = new();
    private readonly ConcurrentDictionary<string, BrowserPage> _pages = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _end = new();
    private Task _reading = Task.CompletedTask;
    private int _lastCall;

    private Chromium(Process process, string profile)
    {
        _process = process;
        _profile = profile;
    }

    public static async Task<Chromium> StartAsync()
    {
        string profile = Directory.CreateTempSubdirectory("weir-chromium-").FullName;
        var start = new ProcessStartInfo("chromium")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--no-first-run", "--disable-extensions", "--disable-background-networking",
                "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
            },
        };
        Process process = Process.Start(start)!;
        var browser = new Chromium(process, profile);
        try
        {
            string address = await AddressAsync(process).WaitAsync(Patience);
            await browser._socket.ConnectAsync(new Uri(address), CancellationToken.None);
            browser._reading = browser.ReadAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>A page of its own, with cookies and storage of its own.</summary>
    public async Task<BrowserPage> NewPageAsync(PageLook look)
    {
        JsonNode context = await CallAsync("Target.createBrowserContext", []);
        JsonNode target = await CallAsync("Target.createTarget", new JsonObject
        {
            ["url"] = "about:blank",
            ["browserContextId"] = (string)context["browserContextId"]!,
        });
        JsonNode attached = await CallAsync("Target.attachToTarget", new JsonObject
        {
            ["targetId"] = (string)target["targetId"]!,
            ["flatten"] = true,
        });
        var page = new BrowserPage(this, (string)attached["sessionId"]!);
        _pages[page.Session] = page;
        await page.PrepareAsync(look);
        return page;
    }

    public async Task<JsonNode> CallAsync(string method, JsonObject parameters, string? session = null)
    {
        int id = Interlocked.Increment(ref _lastCall);
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null) call["sessionId"] = session;
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(call);
        await _sending.WaitAsync(_end.Token);
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, true, _end.Token);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        _socket.Dispose();
        _sending.Dispose();
        _end.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private static Task<string> AddressAsync(Process process)
    {
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new ConcurrentQueue<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                address.TrySetException(
                    new InvalidOperationException("chromium did not start: " + string.Join('\n', said)));
            }
            else if (line.Data.StartsWith(Announcement, StringComparison.Ordinal))
            {
                address.TrySetResult(line.Data[Announcement.Length..]);
            }
            else if (!address.Task.IsCompleted)
            {
                said.Enqueue(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return address.Task;
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(buffer.AsMemory(), _end.Token);
                if (part.MessageType == WebSocketMessageType.Close) return;
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage) continue;
                Dispatch(JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!);
                message.SetLength(0);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            foreach (TaskCompletionSource<JsonNode> call in _calls.Values) call.TrySetException(e);
        }
    }

    private void Dispatch(JsonNode message)
    {
        if ((int?)message["id"] is { } id)
        {
            if (!_calls.TryRemove(id, out TaskCompletionSource<JsonNode>? call)) return;
            if (message["error"] is { } error) call.SetException(new InvalidOperationException(error.ToJsonString()));
            else call.SetResult(message["result"]!);
        }
        else if ((string?)message["sessionId"] is { } session && _pages.TryGetValue(session, out BrowserPage? page))
        {
            page.OnEvent((string)message["method"]!, message["params"]!);
        }
    }
}
