using System.Text;
using Weir.Broker.Security;

namespace Weir.Broker.Tests.Security;

public sealed class UserRegistryTests
{
    [Fact]
    public async Task The_first_user_is_an_administrator_with_a_password_and_there_is_always_one()
    {
        var harness = new SecurityHarness();
        Assert.True(harness.Users.IsOpen);
        Assert.Equal(UserError.LastAdministrator, (await harness.Users.SetAsync("a", "p", [], default)).Error);
        Assert.Equal(
            UserError.LastAdministrator, (await harness.Users.SetAsync("a", null, ["administrator"], default)).Error);
        bool closed = false;
        harness.Users.Closed += () => closed = true;
        Assert.True((await harness.Users.SetAsync("a", "p", ["administrator"], default)).IsDone);
        Assert.True(closed && !harness.Users.IsOpen);
        Assert.Equal(UserError.LastAdministrator, (await harness.Users.RemoveAsync("a", default)).Error);
        Assert.Equal(UserError.LastAdministrator, (await harness.Users.SetAsync("a", null, [], default)).Error);
        Assert.True((await harness.Users.SetAsync("b", "p", ["administrator"], default)).IsDone);
        Assert.True((await harness.Users.RemoveAsync("a", default)).IsDone);
        Assert.Equal(UserError.NotFound, (await harness.Users.RemoveAsync("a", default)).Error);
    }

    [Fact]
    public async Task Users_their_passwords_and_permissions_are_there_after_a_restart()
    {
        SecurityHarness harness = await SecurityHarness.WithAdminAsync();
        await harness.Users.SetAsync("worker", "w", ["metrics"], default);
        await harness.PermitAsync("worker", "", "^orders", ".*");
        SecurityHarness after = await harness.RestartAsync();
        Assert.Equal(LoginOutcome.Accepted, await after.Logins.LoginAsync("worker", "w", null, default));
        Assert.Equal(LoginOutcome.Refused, await after.Logins.LoginAsync("worker", "x", null, default));
        Assert.Equal("metrics", Assert.Single(after.Users.Find("worker")!.Tags));
        Assert.Equal(Permission.Read | Permission.Write, new AccessCache(after.Users, "worker", "/").Of("orders.eu"));
    }

    [Theory]
    [InlineData("orders", Permission.Configure | Permission.Read)]
    [InlineData("my-orders-2", Permission.Read)]
    [InlineData("", Permission.Write)]
    public async Task Patterns_match_anywhere_unless_anchored_and_an_empty_one_only_the_empty_name(
        string name, Permission expected)
    {
        SecurityHarness harness = await SecurityHarness.WithAdminAsync();
        await harness.PermitAsync("root", "^orders$", "", "orders");
        var access = new AccessCache(harness.Users, "root", "/");
        Assert.Equal(expected, access.Of(name));
        Assert.Equal(expected.HasFlag(Permission.Write), access.Allows(Permission.Write, Encoding.UTF8.GetBytes(name)));
        Assert.Equal(Permission.None, new AccessCache(harness.Users, "root", "elsewhere").Of(name));
        Assert.Equal(Permission.None, new AccessCache(harness.Users, null, "/").Of(name));
    }

    [Fact]
    public async Task A_decision_is_made_anew_when_permissions_change()
    {
        SecurityHarness harness = await SecurityHarness.WithAdminAsync();
        await harness.PermitAsync("root", "", "q", "");
        var access = new AccessCache(harness.Users, "root", "/");
        Assert.True(access.Allows(Permission.Write, "q"u8));
        await harness.PermitAsync("root", "", "other", "");
        Assert.False(access.Allows(Permission.Write, "q"u8));
        Assert.False(access.Allows(Permission.Write, "q"));
    }

    [Fact]
    public async Task A_remembered_decision_allocates_nothing()
    {
        SecurityHarness harness = await SecurityHarness.WithAdminAsync();
        await harness.PermitAsync("root", ".*", ".*", ".*");
        var access = new AccessCache(harness.Users, "root", "/");
        access.Allows(Permission.Write, "exchange"u8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) access.Allows(Permission.Write, "exchange"u8);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("(")]
    [InlineData(@"(a)\1")]
    [InlineData("(?=a)b")]
    public void A_pattern_that_cannot_be_evaluated_in_linear_time_is_refused(string pattern)
    {
        Assert.False(PermissionPatterns.TryCreate("", pattern, "", out _, out string? refusal));
        Assert.Contains("cannot be used", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_takes_a_lot_to_compile_is_refused()
    {
        Assert.False(PermissionPatterns.TryCreate("", "", new string('a', 1025), out _, out string? refusal));
        Assert.Equal("a pattern has 1025 characters, at most 1024 are allowed", refusal);
        string different = new([.. Enumerable.Range(0x4e00, 129).Select(static c => (char)c)]);
        Assert.False(PermissionPatterns.TryCreate("", different, "", out _, out refusal));
        Assert.Equal("a pattern has 129 different characters, at most 128 are allowed", refusal);
        Assert.True(PermissionPatterns.TryCreate("", different[1..], "", out var patterns, out _));
        Assert.Equal(Permission.Write, patterns.Of(different[1..]));
    }

    [Fact]
    public async Task What_is_refused_does_not_tell_the_password()
    {
        var harness = new SecurityHarness();
        UserOutcome outcome = await harness.Users.SetAsync("a", "hush\u0001hush", ["administrator"], default);
        Assert.Equal(UserError.InvalidPassword, outcome.Error);
        Assert.DoesNotContain("hush", outcome.Reason, StringComparison.Ordinal);
        await harness.Users.SetAsync("a", "hush", ["administrator"], default);
        Assert.DoesNotContain("hush", harness.Users.Find("a")!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", Encoding.UTF8.GetString(UserRecord.Encode(harness.Users.Find("a")!)),
            StringComparison.Ordinal);
    }
}
