using System.Text;
using Weir.Load;

namespace Weir.Compare.Nats;

/// <summary>Load on NATS JetStream: one stream in files, a subject a lane, push consumers with explicit acks.</summary>
internal sealed class NatsLoad : ILoadProtocol
{
    public string Name => "nats";

    public static string Subject(LoadPlan plan, int lane) => FormattableString.Invariant($"{plan.Name}.{lane}");

    public static LoadSocket Connect(LoadPlan plan)
    {
        LoadSocket socket = new(plan.Target);
        while (socket.Unread.IndexOf((byte)'\n') < 0) socket.Receive();
        socket.Consume(socket.Unread.Length);
        socket.Send("CONNECT {\"verbose\":false,\"pedantic\":false}\r\n"u8);
        return socket;
    }

    public static void MakeConsumer(LoadPlan plan, int index)
    {
        string name = FormattableString.Invariant($"D{index}");
        using LoadSocket socket = Connect(plan);
        Ask(socket, $"CONSUMER.DURABLE.CREATE.{plan.Name}.{name}", $$"""
            {"stream_name":"{{plan.Name}}","config":{"durable_name":"{{name}}",
            "deliver_subject":"deliver.{{plan.Name}}.{{index}}","ack_policy":"explicit",
            "max_ack_pending":{{plan.Prefetch}},"filter_subject":"{{Subject(plan, index % plan.Lanes)}}" } }
            """);
    }

    public Task PrepareAsync(LoadPlan plan, CancellationToken cancel)
    {
        using LoadSocket socket = Connect(plan);
        Ask(socket, $"STREAM.CREATE.{plan.Name}", $$"""
            {"name":"{{plan.Name}}","subjects":["{{plan.Name}}.*"],"storage":"file","num_replicas":1}
            """);
        return Task.CompletedTask;
    }

    public LoadConnection OpenProducer(LoadPlan plan, int index, LoadSpan span, LoadTally tally) =>
        new NatsProducer(plan, index, span, tally);

    public LoadConnection OpenConsumer(LoadPlan plan, int index, LoadSpan span, LoadTally tally) =>
        new NatsConsumer(plan, index, span, tally);

    public Task CleanUpAsync(LoadPlan plan, CancellationToken cancel)
    {
        using LoadSocket socket = Connect(plan);
        Ask(socket, $"STREAM.DELETE.{plan.Name}", "");
        return Task.CompletedTask;
    }

    private static void Ask(LoadSocket socket, string api, string json)
    {
        json = json.ReplaceLineEndings("");
        socket.Send(Encoding.ASCII.GetBytes(
            FormattableString.Invariant($"SUB answer 9\r\nPUB $JS.API.{api} answer {json.Length}\r\n{json}\r\n")));
        while (true)
        {
            if (!NatsMessage.TryRead(socket.Unread, out NatsMessage message, out int bytes))
            {
                socket.Receive();
                continue;
            }

            string body = message.IsMessage ? Encoding.UTF8.GetString(message.Body) : "";
            socket.Consume(bytes);
            if (body.Contains("\"error\"", StringComparison.Ordinal)) throw new LoadException($"NATS says {body}");
            if (body.Length > 0) return;
        }
    }
}
