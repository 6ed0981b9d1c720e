using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Console.Tests.Browser;

/// <summary>
/// One page in the browser. Says what a user would do by the words that the user reads: buttons and links by their
/// text, fields by their labels. Whatever the page complains about in its console is kept, violations of its
/// Content-Security-Policy among it.
/// </summary>
public sealed class BrowserPage(Chromium browser, string session)
{
    private const int PatienceMs = 30_000;

    /// <summary>Finds by words; the last match wins, for dialogs are at the end of the page.</summary>
    private const string Finders =
        """
        const seen = e => e.checkVisibility() && !e.closest('[inert]');
        const top = () => document.querySelector('dialog') ?? document;
        const byText = words => [...top().querySelectorAll('button, a, summary')]
          .filter(e => seen(e) && e.textContent.trim() === words).at(0);
        const byLabel = words => {
          const label = [...top().querySelectorAll('label')].find(e => e.textContent.trim() === words);
          return label && document.getElementById(label.htmlFor);
        };
        const click = e => {
          e?.click();
          return Boolean(e);
        };
        const fill = (field, value) => {
          if (!field) return false;
          field.focus();
          field.value = value;
          field.dispatchEvent(new Event('input', { bubbles: true }));
          field.dispatchEvent(new Event('change', { bubbles: true }));
          return true;
        };
        """;

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<(string Name, string Password)> _logins = new();
    private (string Name, string Password)? _lastLogin;

    public string Session => session;

    public IReadOnlyCollection<string> Complaints => _complaints;

    public async Task PrepareAsync(PageLook look)
    {
        await CallAsync("Page.enable");
        await CallAsync("Runtime.enable");
        await CallAsync("Log.enable");
        await CallAsync("Emulation.setDeviceMetricsOverride", new JsonObject
        {
            ["width"] = look.Width,
            ["height"] = look.Height,
            ["deviceScaleFactor"] = 1,
            ["mobile"] = look.Width < 600,
        });
        await CallAsync("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject
            {
                ["name"] = "prefers-color-scheme",
                ["value"] = look.Theme,
            }),
        });
        JsonNode version = await browser.CallAsync("Browser.getVersion", []);
        await CallAsync("Emulation.setUserAgentOverride", new JsonObject
        {
            ["userAgent"] = (string)version["userAgent"]!,
            ["acceptLanguage"] = look.Language == "zh" ? "zh-CN" : "en-GB",
        });
    }

    public void OnEvent(string method, JsonNode parameters)
    {
        switch (method)
        {
            case "Runtime.exceptionThrown":
                _complaints.Enqueue(parameters["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when (string)parameters["type"]! is "error" or "warning" or "assert":
                _complaints.Enqueue(parameters["args"]!.ToJsonString());
                break;
            case "Log.entryAdded" when (string)parameters["entry"]!["level"]! is "error" or "warning":
                _complaints.Enqueue(parameters["entry"]!.ToJsonString());
                break;
            case "Fetch.requestPaused":
                Answer("Fetch.continueRequest", parameters, []);
                break;
            case "Fetch.authRequired":
                Answer("Fetch.continueWithAuth", parameters, new JsonObject
                {
                    ["authChallengeResponse"] = NextLogin() is { } login
                        ? new JsonObject
                        {
                            ["response"] = "ProvideCredentials",
                            ["username"] = login.Name,
                            ["password"] = login.Password,
                        }
                        : new JsonObject { ["response"] = "CancelAuth" },
                });
                break;
        }
    }

    /// <summary>
    /// What is typed in when the browser asks who it is, one after the other. The last answers all that it asks then,
    /// for requests that are refused at the same time ask one by one; without any the question is closed.
    /// </summary>
    public Task AnswerLoginsAsync(params (string Name, string Password)[] logins)
    {
        foreach ((string, string) login in logins) _logins.Enqueue(login);
        return CallAsync("Fetch.enable", new JsonObject { ["handleAuthRequests"] = true });
    }

    /// <summary>Answers to the browser's question that it has not asked for yet.</summary>
    public int LoginsLeft => _logins.Count;

    private (string Name, string Password)? NextLogin()
    {
        if (_logins.TryDequeue(out (string, string) next)) _lastLogin = next;
        return _lastLogin;
    }

    public Task OpenAsync(Uri address) => CallAsync("Page.navigate", new JsonObject { ["url"] = address.ToString() });

    /// <summary>Goes to a place of the console, such as <c>queues/%2F/orders</c>, and waits for it.</summary>
    public async Task GoAsync(string place)
    {
        await EvaluateAsync($"location.hash = {Quote("#/" + place)}");
        string path = Uri.UnescapeDataString(place.Split('?')[0]);
        await UntilAsync($"document.querySelector('main')?.dataset.place === {Quote(path)}");
    }

    /// <summary>Looks and clicks in one step, for a page that is brought up to date may change in between.</summary>
    public Task ClickAsync(string words) => UntilAsync($"click(byText({Quote(words)}))");

    public Task FillAsync(string label, string value) => UntilAsync($"fill(byLabel({Quote(label)}), {Quote(value)})");

    /// <summary>Waits until the page says these words.</summary>
    public Task SeesAsync(string words) => UntilAsync($"document.body?.innerText.includes({Quote(words)})");

    public Task PressAsync(string key) => CallAsync("Input.dispatchKeyEvent", new JsonObject
    {
        ["type"] = "keyDown",
        ["key"] = key,
        ["code"] = key,
        ["text"] = key == "Enter" ? "\r" : "",
        ["windowsVirtualKeyCode"] = key == "Tab" ? 9 : 13,
    });

    /// <summary>Waits for a condition in the page; fails with what the page shows instead.</summary>
    public async Task UntilAsync(string condition)
    {
        bool isMet = (bool)(await EvaluateOnAsync(
            $$"""
            new Promise(resolve => {
              const end = Date.now() + {{PatienceMs}};
              const look = () => {
                if ({{condition}}) resolve(true);
                else if (Date.now() > end) resolve(false);
                else setTimeout(look, 20);
              };
              look();
            })
            """))!;
        if (isMet) return;
        string shown = (string)(await EvaluateAsync("document.body.innerText"))!;
        throw new TimeoutException(
            $"never true: {condition}\n{string.Join('\n', Complaints)}\nThe page says:\n{shown}");
    }

    /// <summary>As <see cref="EvaluateAsync"/>, and once more in the page that comes in this one's place.</summary>
    private async Task<JsonNode?> EvaluateOnAsync(string expression)
    {
        try
        {
            return await EvaluateAsync(expression);
        }
        catch (InvalidOperationException e) when (e.Message.Contains("navigated", StringComparison.Ordinal))
        {
            return await EvaluateAsync(expression);
        }
    }

    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        JsonNode reply = await CallAsync("Runtime.evaluate", new JsonObject
        {
            ["expression"] = $"{{ {Finders} {expression} }}",
            ["awaitPromise"] = true,
            ["returnByValue"] = true,
        });
        if (reply["exceptionDetails"] is { } problem) throw new InvalidOperationException(problem.ToJsonString());
        return reply["result"]!["value"];
    }

    public async Task<byte[]> ScreenshotAsync()
    {
        JsonNode reply = await CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" });
        return Convert.FromBase64String((string)reply["data"]!);
    }

    /// <summary>From the thread that reads events, so it does not wait; a request may have ended.</summary>
    private void Answer(string method, JsonNode asked, JsonObject answer)
    {
        answer["requestId"] = (string)asked["requestId"]!;
        _ = CallAsync(method, answer);
    }

    private Task<JsonNode> CallAsync(string method, JsonObject? parameters = null) =>
        browser.CallAsync(method, parameters ?? [], session);

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
