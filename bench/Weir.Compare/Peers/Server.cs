using System.Diagnostics;
using System.Net.Sockets;
using Weir.Hosting.Configuration;
using Weir.Load;

namespace Weir.Compare.Peers;

/// <summary>
/// A broker that this program starts on an empty folder and stops again. Every face of it is a way to put load on it.
/// </summary>
internal abstract class Server(string name, string folder, int port) : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private ChildProcess? _process;

    public string Name { get; } = name;

    /// <summary>The names of what is measured on it, each with its protocol and address.</summary>
    public abstract IReadOnlyList<Face> Faces { get; }

    /// <summary>Null when it can be started here, else what is missing.</summary>
    public abstract string? Missing { get; }

    /// <summary>The size of what is installed for it.</summary>
    public abstract long ProgramBytes { get; }

    /// <summary>The process that does the work.</summary>
    public virtual int Pid => _process!.Pid;

    public double StartMs { get; private set; }

    protected string Folder => folder;

    protected int Port => port;

    /// <summary>Starts it on an empty folder and waits for the first answer.</summary>
    public virtual async Task StartAsync(CancellationToken cancel)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        long began = Stopwatch.GetTimestamp();
        _process = Launch(Path.Combine(folder, "log"));
        while (!await AnswersAsync(cancel))
        {
            if (_process.HasEnded || Stopwatch.GetElapsedTime(began) > StartPatience)
            {
                string said = await File.ReadAllTextAsync(Path.Combine(folder, "log"), cancel);
                throw new LoadException($"{Name} did not start: {said[^Math.Min(said.Length, 500)..]}");
            }


            await Task.Delay(2, cancel);
        }

        StartMs = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    protected abstract ChildProcess Launch(string log);

    /// <summary>What to say first, and how the answer of a broker that is ready begins.</summary>
    protected abstract (byte[] Hello, byte[] Answer) Greeting { get; }

    protected Endpoint Listens(int offset = 0) => new("127.0.0.1", port + offset);

    protected static long SizeOf(params string[] paths) => paths.Sum(static path =>
        File.Exists(path) ? SizeOfFile(new FileInfo(path))
        : Directory.Exists(path)
            ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static f => f.Length)
            : 0);

    private static long SizeOfFile(FileInfo file) =>
        file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : file.Length;

    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        byte[] answer = new byte[256];
        try
        {
            await socket.ConnectAsync("127.0.0.1", port, limit.Token);
            if (Greeting.Hello.Length > 0) await socket.SendAsync(Greeting.Hello, limit.Token);
            int read = await socket.ReceiveAsync(answer, limit.Token);
            return answer.AsSpan(0, read).StartsWith(Greeting.Answer);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
