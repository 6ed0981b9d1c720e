using System.Net;
using System.Text.Json.Nodes;
using Weir.Console.Tests.Browser;

namespace Weir.Console.Tests;

[Collection(nameof(ConsoleSuite))]
public sealed class PageTests(ConsoleHost host)
{
    private static readonly string[] Places =
    [
        "", "queues", "queues/%2F/orders.paid", "queues/%2F/orders.dead", "topics", "topics/%2F/views", "messages",
        "messages/%2F/views?start=last", "messages/%2F/orders.paid?start=first", "messages/%2F/orders.dead/0/0",
        "publish?topic=views", "exchanges", "policies", "groups", "groups/analytics", "connections", "alarms",
        "messages/%2F/orders.dead/0/0/trace", "messages/%2F/orders.refunds/trace", "users",
    ];

    public static TheoryData<string, string, int> Looks()
    {
        var looks = new TheoryData<string, string, int>();
        foreach (string language in (string[])["en", "zh"])
            foreach (string theme in (string[])["light", "dark"])
                foreach (int width in (int[])[320, 1280])
                    looks.Add(language, theme, width);
        return looks;
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_page_shows_itself_without_a_complaint_and_within_the_width(
        string language, string theme, int width)
    {
        BrowserPage page = await host.OpenAsync(new PageLook(language, theme, width));
        await Screenshots.WaitForTradeAsync(host);
        JsonArray connections = (await host.GetAsync("/connections"))["items"]!.AsArray();
        foreach (string place in Places.Append($"connections/{connections[0]!["id"]}"))
        {
            await page.GoAsync(place);
            Assert.Equal(language, (string)(await page.EvaluateAsync("document.documentElement.lang"))!);
            JsonNode look = (await page.EvaluateAsync(
                """
                ({
                  headings: document.querySelectorAll('h1').length,
                  errors: [...document.querySelectorAll('main .error')].map(e => e.textContent).join(),
                  tooWide: [...document.querySelectorAll('body *')]
                    .filter(e => !e.closest('.graph, .skip') && e.checkVisibility()
                      && e.getBoundingClientRect().right > innerWidth + 1)
                    .map(e => e.outerHTML.slice(0, 120)).slice(0, 3).join(),
                  scrolls: document.documentElement.scrollWidth > innerWidth,
                  nonsense: /undefined|NaN|\[object/.exec(document.body.innerText)?.[0] ?? '',
                  unlabelled: [...document.querySelectorAll('input, select, textarea')]
                    .filter(e => !e.labels?.length).map(e => e.outerHTML).join(),
                })
                """))!;
            Assert.Equal(
                $$"""{"headings":1,"errors":"","tooWide":"","scrolls":false,"nonsense":"","unlabelled":""}""",
                look.ToJsonString());
            await Screenshots.TakeAsync(page, place, $"{language}-{theme}-{width}");
        }

        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/console/main.js", "text/javascript")]
    [InlineData("/console/console.css", "text/css")]
    public async Task Files_allow_only_their_own_scripts_and_are_sent_again_only_when_they_changed(
        string path, string type)
    {
        HttpResponseMessage first = await host.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(type, first.Content.Headers.ContentType!.MediaType);
        string policy = Assert.Single(first.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await host.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task What_a_message_holds_is_shown_as_text_and_never_run()
    {
        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("messages/%2F/orders.paid?start=first");
        await page.FillAsync("Value contains", "onerror");
        await page.ClickAsync("Search");
        await page.UntilAsync("document.querySelectorAll('#results tbody tr').length === 1");
        await page.SeesAsync("onerror");
        Assert.Equal(0, (int)(await page.EvaluateAsync("document.querySelectorAll('main img, main script').length"))!);
        await page.ClickAsync((string)(await page.EvaluateAsync("document.querySelector('tbody a').textContent"))!);
        await page.SeesAsync(SampleShop.Markup);
        Assert.Equal(0, (int)(await page.EvaluateAsync("document.querySelectorAll('main img, main script').length"))!);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task By_keyboard_the_skip_link_comes_first_and_what_has_focus_is_outlined()
    {
        BrowserPage page = await host.OpenAsync();
        await page.PressAsync("Tab");
        Assert.Equal("Skip to content", (string)(await page.EvaluateAsync("document.activeElement.textContent"))!);
        await page.PressAsync("Enter");
        await page.UntilAsync("document.activeElement.id === 'main'");
        for (int i = 0; i < 10; i++)
        {
            await page.PressAsync("Tab");
            Assert.Equal(
                "solid",
                (string)(await page.EvaluateAsync("getComputedStyle(document.activeElement).outlineStyle"))!);
        }
    }

    [Fact]
    public async Task The_switches_change_theme_and_language_at_once_and_are_remembered()
    {
        BrowserPage page = await host.OpenAsync();
        string light = await GroundAsync(page);
        await page.EvaluateAsync(
            "const s = document.getElementById('theme'); s.value = 'dark'; s.dispatchEvent(new Event('change'))");
        Assert.NotEqual(light, await GroundAsync(page));
        await page.EvaluateAsync(
            "const s = document.getElementById('language'); s.value = 'zh'; s.dispatchEvent(new Event('change'))");
        await page.SeesAsync("概览");
        string dark = await GroundAsync(page);
        await page.EvaluateAsync("location.reload()");
        await page.UntilAsync("document.querySelector('main')?.dataset.place === ''");
        await page.SeesAsync("概览");
        Assert.Equal(dark, await GroundAsync(page));
    }

    private static async Task<string> GroundAsync(BrowserPage page) =>
        (string)(await page.EvaluateAsync("getComputedStyle(document.body).backgroundColor"))!;
}
