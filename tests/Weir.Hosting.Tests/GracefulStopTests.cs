using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Weir.Broker.Topics;
using Weir.Hosting.Configuration;
using Weir.Storage.Logs;
using Weir.Testing;
using Weir.Wire.Records;

namespace Weir.Hosting.Tests;

/// <summary>What a stop leaves: nothing to replay, and no client that waits.</summary>
public sealed class GracefulStopTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("weir-stop-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_next_start_replays_nothing_and_has_everything()
    {
        await using (WeirHost host = await StartAsync())
        {
            await CreateAsync(host);
            await AppendAsync(host);
            Assert.True(host.Broker.Store.JournaledBytes > 0);
            await host.StopAsync();
        }

        await using WeirHost next = await StartAsync();
        Assert.Equal(0, next.Broker.Store.ReplayedBytes);
        Assert.Equal(1, next.Broker.Topics.Find("/", "t")!.PartitionAt(0)!.Log.ReadableEnd);
        await next.StopAsync();
    }

    [Fact]
    public async Task A_start_after_a_crash_says_what_it_replays()
    {
        WeirHost host = await StartAsync();
        await CreateAsync(host);
        await AppendAsync(host);
        // Without the stop there is no last checkpoint.
        await host.DisposeAsync();
        await using WeirHost next = await StartAsync();
        Assert.True(next.Broker.Store.ReplayedBytes > 0);
        await next.StopAsync();
    }

    [Fact]
    public async Task An_idle_kafka_client_is_let_go_at_once()
    {
        int port = Ports.Next();
        await using WeirHost host = await StartAsync(("kafka.listen", $"127.0.0.1:{port}"));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await Eventually(() => host.Broker.Connections.Count == 1);
        Task stop = host.StopAsync();
        // Long before the time that sessions have to end.
        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(3)));
        await stop.WaitAsync(Patience);
    }

    private static async Task CreateAsync(WeirHost host) =>
        await host.Broker.Topics.CreateAsync(
            "/", "t", TopicKind.Stream, 1, new Dictionary<string, string>(), false, CancellationToken.None);

    private static async Task AppendAsync(WeirHost host)
    {
        Partition partition = host.Broker.Topics.Find("/", "t")!.PartitionAt(0)!;
        using var builder = new RecordBatchBuilder();
        builder.Reset(1_000);
        builder.Add(1_000, "k"u8, false, "v"u8, false, default, 0);
        byte[] batch = builder.Complete().ToArray();
        RecordBatchHeader.TryRead(batch, out RecordBatchHeader header);
        AppendOutcome outcome = partition.Append(new ReadOnlySequence<byte>(batch), header);
        await partition.Shard.WaitAsync(outcome.Lsn, new CommitWaiter());
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!condition()) await Task.Delay(10, deadline.Token);
    }

    private Task<WeirHost> StartAsync(params (string Key, string Value)[] settings)
    {
        Dictionary<string, string> all = new()
        {
            ["data"] = _directory,
            ["kafka.listen"] = "off",
            ["amqp.listen"] = "off",
            ["http.listen"] = "off",
            ["log.level"] = "error",
        };
        foreach ((string key, string value) in settings) all[key] = value;
        return WeirHost.StartAsync(
            new WeirOptions(all.Select(static s => new SettingInput(s.Key, s.Value, "test"))), CancellationToken.None);
    }
}
