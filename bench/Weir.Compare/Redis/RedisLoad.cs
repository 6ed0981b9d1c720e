using System.Text;
using Weir.Load;

namespace Weir.Compare.Redis;

/// <summary>Load on Redis Streams: a stream and a consumer group a lane.</summary>
internal sealed class RedisLoad : ILoadProtocol
{
    public string Name => "redis";

    public static string Stream(LoadPlan plan, int lane) => FormattableString.Invariant($"{plan.Name}:{lane}");

    public Task PrepareAsync(LoadPlan plan, CancellationToken cancel)
    {
        using LoadSocket socket = new(plan.Target);
        for (int i = 0; i < plan.Lanes; i++)
        {
            Ask(socket, $"DEL {Stream(plan, i)}\r\n");
            Ask(socket, $"XGROUP CREATE {Stream(plan, i)} g $ MKSTREAM\r\n");
        }

        return Task.CompletedTask;
    }

    public LoadConnection OpenProducer(LoadPlan plan, int index, LoadSpan span, LoadTally tally) =>
        new RedisProducer(plan, index, span, tally);

    public LoadConnection OpenConsumer(LoadPlan plan, int index, LoadSpan span, LoadTally tally) =>
        new RedisConsumer(plan, index, span, tally);

    public Task CleanUpAsync(LoadPlan plan, CancellationToken cancel)
    {
        using LoadSocket socket = new(plan.Target);
        for (int i = 0; i < plan.Lanes; i++) Ask(socket, $"DEL {Stream(plan, i)}\r\n");
        return Task.CompletedTask;
    }

    private static void Ask(LoadSocket socket, string command)
    {
        socket.Send(Encoding.ASCII.GetBytes(command));
        while (socket.Unread.IndexOf((byte)'\n') < 0) socket.Receive();
        string answer = Encoding.ASCII.GetString(socket.Unread);
        socket.Consume(socket.Unread.Length);
        if (answer.StartsWith('-')) throw new LoadException($"Redis says {answer.Trim()}");
    }
}
