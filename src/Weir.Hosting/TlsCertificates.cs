using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Weir.Hosting.Configuration;

namespace Weir.Hosting;

/// <summary>
/// The certificate of the TLS listeners, from PEM files. They are looked at every few seconds: a connection that begins
/// after they were replaced gets the new certificate, those that are open stay. Files that cannot be used leave the
/// last good one in force. With a client CA, who has no certificate of it is not let in.
/// </summary>
internal sealed class TlsCertificates : IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    private readonly TlsOptions _options;
    private readonly ITimer _timer;
    private volatile SslServerAuthenticationOptions _current;
    private string _seen;

    /// <exception cref="ConfigurationException">The files cannot be used.</exception>
    public TlsCertificates(TlsOptions options, TimeProvider time)
    {
        _options = options;
        _seen = Fingerprint();
        try
        {
            _current = Load();
        }
        catch (Exception e) when (IsBadFile(e))
        {
            // The reason names files and never holds what is in them.
            throw new ConfigurationException(
                $"tls.certificate and tls.key are {options.Certificate} and {options.Key}, which cannot be used: " +
                $"{FirstLine(e.Message)}", e);
        }

        _timer = time.CreateTimer(
            static state => ((TlsCertificates)state!).Check(), this, CheckInterval, CheckInterval);
    }

    /// <summary>Told of files that were replaced, and of what is wrong with those that cannot be used.</summary>
    public ILogger? Logger { get; set; }

    public SslServerAuthenticationOptions Current => _current;

    public void Dispose() => _timer.Dispose();

    private static bool IsBadFile(Exception e) =>
        e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    private static string FirstLine(string text) => text.ReplaceLineEndings("\n").Split('\n')[0];

    private void Check()
    {
        string now = Fingerprint();
        if (now == _seen) return;
        _seen = now;
        try
        {
            _current = Load();
            Logger?.CertificateReplaced(_options.Certificate);
        }
        catch (Exception e) when (IsBadFile(e))
        {
            Logger?.CertificateRefused(_options.Certificate, FirstLine(e.Message));
        }
    }

    private string Fingerprint()
    {
        string[] files = [_options.Certificate, _options.Key, _options.ClientCa];
        return string.Join('|', files.Select(static f => f.Length > 0 && new FileInfo(f) is { Exists: true } info
            ? $"{info.LastWriteTimeUtc.Ticks} {info.Length}" : "-"));
    }

    private SslServerAuthenticationOptions Load()
    {
        X509Certificate2 leaf = X509Certificate2.CreateFromPemFile(_options.Certificate, _options.Key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_options.Certificate);
        var options = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, chain, offline: true),
        };
        if (_options.ClientCa.Length == 0) return options;
        options.ClientCertificateRequired = true;
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(_options.ClientCa);
        return options;
    }
}
