using System.Globalization;

namespace Weir.Interop.Tests.Support;

/// <summary>A client program as a member of a consumer group; understands what its output tells.</summary>
internal sealed class GroupMember : IAsyncDisposable
{
    private readonly ClientProgram _program;

    private GroupMember(ClientProgram program, string name)
    {
        _program = program;
        Name = name;
    }

    public string Name { get; }

    /// <summary>What it owned, change by change; the last entry is what it owns now.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Assignments =>
        [.. Lines("assigned ").Select(fields => Partitions(fields[1]))];

    public IReadOnlyList<int> Owned => Assignments is { Count: > 0 } all ? all[^1] : [];

    public IReadOnlyList<ReadRecord> Records =>
        [.. Lines("record ").Select(f => new ReadRecord((int)Number(f[1]), Number(f[2]), Number(f[3])))];

    public bool HasReadSomething => _program.Output.Any(line => line.StartsWith("record ", StringComparison.Ordinal));

    /// <param name="kind">A client's name, for librdkafka followed by its settings: "librdkafka a=b c=d".</param>
    public static async Task<GroupMember> StartAsync(
        BrokerProcess broker, string kind, string name, string topic, string group, params string[] more)
    {
        string[] words = kind.Split(' ');
        string[] arguments =
        [
            $"bootstrap={broker.Bootstrap}", $"topic={topic}", $"group={group}", $"client.id={name}", .. words[1..],
            .. more,
        ];
        ClientProgram program = Client.Named(words[0]) is ScriptClient script
            ? await script.StartAsync("member", arguments)
            : ClientProgram.Start(await CompiledClients.PathAsync("member"), arguments);
        return new GroupMember(program, name);
    }

    public Task OwnsAsync(int partitions, BrokerProcess broker) =>
        Eventually.TrueAsync(
            () => $"{Name} owns {partitions} partitions; it owns [{string.Join(',', Owned)}]\n{broker.LogTail}",
            () => IsRunning() && Owned.Count == partitions,
            timeoutSeconds: 60);

    /// <summary>True; fails the test with the member's last words if it has ended by itself.</summary>
    public bool IsRunning()
    {
        Assert.False(_program.HasExited, $"{Name} ended: {string.Join('\n', _program.Errors.TakeLast(20))}");
        return true;
    }

    /// <summary>SIGTERM: it commits what it processed and leaves.</summary>
    public async Task StopAsync(BrokerProcess broker) => (await _program.StopAsync()).MustSucceed(broker);

    public Task KillAsync() => _program.KillAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private IEnumerable<string[]> Lines(string start) =>
        _program.Output.Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => line.Split(' '));

    private static IReadOnlyList<int> Partitions(string list) =>
        list == "-" ? [] : [.. list.Split(',').Select(text => (int)Number(text))];

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
