using System.Net;
using System.Security.Cryptography;
using System.Text;
using Weir.Broker.Security;

namespace Weir.Broker.Tests.Security;

public sealed class LoginTests
{
    private static readonly IPEndPoint Here = new(IPAddress.Parse("192.0.2.1"), 1000);
    private static readonly IPEndPoint There = new(IPAddress.Parse("192.0.2.2"), 1000);

    [Fact]
    public async Task Five_failures_of_a_user_from_an_address_shut_it_out_there_and_only_there_for_a_minute()
    {
        SecurityHarness harness = await SecurityHarness.WithAdminAsync();
        for (int i = 0; i < 5; i++)
            Assert.Equal(LoginOutcome.Refused, await harness.Logins.LoginAsync("root", "no", Here, default));
        Assert.Equal(LoginOutcome.Throttled, await harness.Logins.LoginAsync("root", "secret", Here, default));
        Assert.Equal(LoginOutcome.Accepted, await harness.Logins.LoginAsync("root", "secret", There, default));
        harness.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(LoginOutcome.Accepted, await harness.Logins.LoginAsync("root", "secret", Here, default));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_minute_of_being_shut_out_is_a_minute_whoever_sets_the_clock(int hours)
    {
        SecurityHarness harness = await SecurityHarness.WithAdminAsync();
        for (int i = 0; i < 5; i++) await harness.Logins.LoginAsync("root", "no", Here, default);
        harness.Time.SetClock(TimeSpan.FromHours(hours));
        Assert.Equal(LoginOutcome.Throttled, await harness.Logins.LoginAsync("root", "secret", Here, default));
        harness.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(LoginOutcome.Accepted, await harness.Logins.LoginAsync("root", "secret", Here, default));
    }

    [Fact]
    public void An_address_is_shut_out_after_fifty_failures_of_whatever_users_and_memory_is_bounded()
    {
        var throttle = new LoginThrottle(new SecurityHarness().Time);
        for (int i = 0; i < 50; i++) throttle.Fail($"u{i}", Here);
        Assert.True(throttle.IsExhausted("root", Here));
        Assert.False(throttle.IsExhausted("root", There));
        for (int i = 0; i < LoginThrottle.EntriesMax; i++) throttle.Fail($"v{i}", There);
        Assert.False(throttle.IsExhausted("root", Here));
    }

    [Fact]
    public void Addresses_of_one_IPv6_network_count_together()
    {
        var throttle = new LoginThrottle(new SecurityHarness().Time);
        for (int i = 0; i < 5; i++) throttle.Fail("root", new IPEndPoint(IPAddress.Parse($"2001:db8::{i + 1}"), 1));
        Assert.True(throttle.IsExhausted("root", new IPEndPoint(IPAddress.Parse("2001:db8::77"), 1)));
        Assert.False(throttle.IsExhausted("root", new IPEndPoint(IPAddress.Parse("2001:db8:0:1::1"), 1)));
    }

    [Fact(DisplayName = "The example of RFC 7677, section 3, has the keys that a verifier has")]
    public void Example_of_the_specification()
    {
        byte[] salt = Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ==");
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2("pencil"u8, salt, 4096, HashAlgorithmName.SHA256, 32);
        ScramVerifier verifier = ScramVerifier.OfSalted(ScramMechanism.Sha256, 4096, salt, salted);
        Assert.True(verifier.Matches("pencil"));
        Assert.False(verifier.Matches("pencils"));
        const string AuthMessage =
            "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        byte[] signature = ScramVerifier.Hmac(
            ScramMechanism.Sha256, verifier.ServerKey.Span, Encoding.ASCII.GetBytes(AuthMessage));
        Assert.Equal("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Convert.ToBase64String(signature));
    }

    [Theory]
    [InlineData(ScramMechanism.Sha256)]
    [InlineData(ScramMechanism.Sha512)]
    public async Task Who_knows_the_password_is_let_in_by_scram_and_told_that_the_server_knows_it(
        ScramMechanism mechanism)
    {
        SecurityHarness harness = await SecurityHarness.WithAdminAsync();
        await harness.Users.SetAsync("a,b=c", "pässword", [], default);
        ScramExchange exchange = harness.Logins.BeginScram(mechanism, Here);
        ScramClient client = new(mechanism, "a,b=c", "pässword");
        byte[]? final = exchange.Answer(client.Final(exchange.Answer(client.First())!));
        Assert.True(exchange.IsAccepted);
        Assert.Equal("a,b=c", exchange.User);
        Assert.Equal(client.ServerFinal, Encoding.UTF8.GetString(final!));
        Assert.Null(exchange.Answer(client.First()));
    }

    [Theory]
    [InlineData("fyko+d2l{0}", true)]
    [InlineData("{0}x", false)]
    [InlineData("fyko+d2l", false)]
    public async Task The_nonce_ends_with_the_servers_part(string nonce, bool isAccepted)
    {
        SecurityHarness harness = await SecurityHarness.WithAdminAsync();
        ScramExchange exchange = harness.Logins.BeginScram(ScramMechanism.Sha256, Here);
        ScramClient client = new(ScramMechanism.Sha256, "root", "secret");
        byte[] final = client.Final(
            exchange.Answer(client.First())!, server => nonce.Replace("{0}", server, StringComparison.Ordinal));
        Assert.Equal(isAccepted, exchange.Answer(final) is not null);
        Assert.Equal(isAccepted, exchange.IsAccepted);
    }

    [Theory]
    [InlineData("root", "wrong")]
    [InlineData("nobody", "secret")]
    public async Task A_wrong_name_looks_like_a_wrong_password(string user, string password)
    {
        SecurityHarness harness = await SecurityHarness.WithAdminAsync();
        var salts = new HashSet<string>();
        for (int i = 0; i < 5; i++)
        {
            ScramExchange exchange = harness.Logins.BeginScram(ScramMechanism.Sha256, Here);
            ScramClient client = new(ScramMechanism.Sha256, user, password);
            string first = Encoding.UTF8.GetString(exchange.Answer(client.First())!);
            salts.Add(first.Split(',')[1]);
            Assert.Contains($"i={ScramVerifier.IterationsDefault}", first, StringComparison.Ordinal);
            Assert.Null(exchange.Answer(client.Final(Encoding.UTF8.GetBytes(first))));
            Assert.False(exchange.IsAccepted);
        }

        Assert.Single(salts);
        Assert.Null(harness.Logins.BeginScram(ScramMechanism.Sha256, Here)
            .Answer(new ScramClient(ScramMechanism.Sha256, user, "secret").First()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("p=tls-unique,,n=root,r=abc")]
    [InlineData("n,,n=root,r=")]
    [InlineData("n,a=other,n=root,r=abc")]
    [InlineData("n,,n=ro=t,r=abc")]
    [InlineData("n,,m=x,n=root,r=abc")]
    public async Task A_first_message_of_another_form_is_refused(string message)
    {
        SecurityHarness harness = await SecurityHarness.WithAdminAsync();
        ScramExchange exchange = harness.Logins.BeginScram(ScramMechanism.Sha256, Here);
        Assert.Null(exchange.Answer(Encoding.UTF8.GetBytes(message)));
    }
}
