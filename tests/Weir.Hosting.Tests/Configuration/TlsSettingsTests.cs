using Weir.Hosting.Configuration;

namespace Weir.Hosting.Tests.Configuration;

public sealed class TlsSettingsTests
{
    [Fact]
    public void A_listener_with_tls_needs_a_certificate()
    {
        var refused = Assert.Throws<ConfigurationException>(
            () => new WeirOptions([new SettingInput("amqp.tls_listen", "127.0.0.1:5671", "weir.yaml:2")]));
        Assert.Equal(
            "weir.yaml:2: amqp.tls_listen is set, but tls.certificate is not; TLS needs tls.certificate and tls.key.",
            refused.Message);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_stops_the_start()
    {
        var options = new WeirOptions(
        [
            new SettingInput("http.tls_listen", "127.0.0.1:0", "test"),
            new SettingInput("tls.certificate", "/nowhere/c.pem", "test"),
            new SettingInput("tls.key", "/nowhere/k.pem", "test"),
        ]);
        var refused = await Assert.ThrowsAsync<ConfigurationException>(
            () => WeirHost.StartAsync(options, CancellationToken.None));
        Assert.StartsWith(
            "tls.certificate and tls.key are /nowhere/c.pem and /nowhere/k.pem, which cannot be used: ",
            refused.Message, StringComparison.Ordinal);
    }
}
