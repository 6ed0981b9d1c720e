using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Weir.Testing;

namespace Weir.Admin.Tests.Telemetry;

/// <summary>An OTLP receiver on loopback that keeps the bodies it is sent, by path.</summary>
internal sealed class CollectorStub : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();
    private readonly Task _serving;

    public CollectorStub()
    {
        Address = $"http://127.0.0.1:{Ports.Next()}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    public bool HasAny => !_received.IsEmpty;

    /// <summary>Whether a body sent to that path contains the bytes.</summary>
    public bool Has(string path, ReadOnlySpan<byte> bytes)
    {
        foreach ((string to, byte[] body) in _received)
            if (to == path && body.AsSpan().IndexOf(bytes) >= 0) return true;
        return false;
    }

    public bool Has(string path, string text) => Has(path, Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            _received.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }
}
