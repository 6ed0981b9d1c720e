using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Console.Tests.Browser;

namespace Weir.Console.Tests;

/// <summary>The first user closes the door for everybody, so these have a broker and a browser of their own.</summary>
public sealed class UserTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private const string Secret = "door-7731";
    private const string Other = "hall-2204";

    [Fact]
    public async Task The_first_user_is_made_and_the_browser_asks_for_it_and_others_are_kept_by_the_page()
    {
        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("users");
        await page.SeesAsync("There are no users");
        await page.AnswerLoginsAsync(("root", "wrong"), ("root", Secret));
        await page.ClickAsync("New user");
        await page.FillAsync("Name", "root");
        await page.FillAsync("Password", Secret);
        await page.ClickAsync("Create");
        await page.UntilAsync("document.querySelector('main tbody tr')?.dataset.key === 'root'");
        Assert.Equal(0, page.LoginsLeft);
        await page.SeesAsync("administrator");
        LogIn();
        Assert.Equal(".*", (string)(await host.GetAsync("/users/root"))["permissions"]!["/"]!["write"]!);

        await page.ClickAsync("New user");
        await page.FillAsync("Name", "eye");
        await page.FillAsync("Password", Other);
        await page.EvaluateAsync("byLabel('monitoring').click(); byLabel('May do everything in namespace /').click()");
        await page.ClickAsync("Create");
        await page.SeesAsync("User eye is saved.");
        await page.UntilAsync("document.querySelectorAll('main tbody tr').length === 2");
        JsonNode eye = await host.GetAsync("/users/eye");
        Assert.Equal("monitoring", (string)Assert.Single(eye["tags"]!.AsArray())!);
        Assert.Empty(eye["permissions"]!.AsObject());
        await InRowAsync(page, "Permit");
        await page.FillAsync("configure", "");
        await page.FillAsync("write", "^shop\\.");
        await page.ClickAsync("Save");
        await page.SeesAsync("^shop\\.");
        JsonNode may = (await host.GetAsync("/users/eye"))["permissions"]!["/"]!;
        Assert.Equal(("", "^shop\\.", ".*"), ((string)may["configure"]!, (string)may["write"]!, (string)may["read"]!));
        await Screenshots.TakeAsync(page, "users-two", "en-light-1280");
        await FitsAPhoneAsync();
        await InRowAsync(page, "Take away");
        await page.ClickAsync("Take away");
        await page.UntilAsync(
            "!document.querySelector('dialog') && document.querySelectorAll('.permission').length === 1");
        Assert.DoesNotContain(Secret, await ShownAsync(page), StringComparison.Ordinal);
        Assert.DoesNotContain(Other, await ShownAsync(page), StringComparison.Ordinal);

        await WhoOnlyMonitorsSeesAsync();
        await WhoDoesNotLogInSeesAsync();
        await InRowAsync(page, "Delete");
        await page.SeesAsync("Delete eye?");
        await page.ClickAsync("Delete");
        await page.UntilAsync("document.querySelectorAll('main tbody tr').length === 1");
        await page.ClickAsync("Delete");
        await page.SeesAsync("Delete root?");
        await page.ClickAsync("Delete");
        await page.UntilAsync("document.querySelector('dialog .error:not([hidden])')");
        Assert.Equal(1, (int)(await host.GetAsync("/users"))["total"]!);
    }

    /// <summary>Somebody else opens the console: the browser asks first, and what is not allowed is said.</summary>
    private async Task WhoOnlyMonitorsSeesAsync()
    {
        BrowserPage page = await host.NewPageAsync();
        await page.AnswerLoginsAsync(("eye", Other));
        await page.OpenAsync(host.Http.BaseAddress!);
        await page.SeesAsync("Messages in queues");
        await page.GoAsync("users");
        await page.SeesAsync("user 'eye' may not do this");
    }

    /// <summary>Nobody says who they are: the browser asks once, not with every look at live figures.</summary>
    private async Task WhoDoesNotLogInSeesAsync()
    {
        BrowserPage page = await host.NewPageAsync();
        await page.AnswerLoginsAsync();
        await page.OpenAsync(host.Http.BaseAddress!);
        await page.SeesAsync("this needs a user and a password");
        await page.AnswerLoginsAsync(("eye", Other));
        await page.ClickAsync("Log in");
        await page.SeesAsync("Messages in queues");
        Assert.Equal(0, page.LoginsLeft);
    }

    private async Task FitsAPhoneAsync()
    {
        BrowserPage page = await host.NewPageAsync(new PageLook("zh", "dark", 320));
        await page.AnswerLoginsAsync(("root", Secret));
        await page.OpenAsync(host.Http.BaseAddress!);
        await page.SeesAsync("Weir");
        await page.GoAsync("users");
        await page.UntilAsync("document.querySelectorAll('main tbody tr').length === 2");
        Assert.False((bool)(await page.EvaluateAsync("document.documentElement.scrollWidth > innerWidth"))!);
        await Screenshots.TakeAsync(page, "users-two", "zh-dark-320");
        await page.EvaluateAsync("document.querySelector('.heading button').click()");
        await Screenshots.TakeAsync(page, "user-new", "zh-dark-320");
    }

    private static Task InRowAsync(BrowserPage page, string words) => page.UntilAsync(
        $"click([...document.querySelectorAll('tr[data-key=eye] button')].find(b => b.textContent === '{words}'))");

    private static async Task<string> ShownAsync(BrowserPage page) => (string)(await page.EvaluateAsync(
        "document.documentElement.outerHTML + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"))!;

    private void LogIn() => host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"root:{Secret}")));
}
