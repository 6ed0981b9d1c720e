using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Admin.Operations;
using Weir.Broker;
using Weir.Broker.Messages;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage;

namespace Weir.Admin.Api;

/// <summary>Queues, and the streams that somebody consumes as one.</summary>
internal static class QueueEndpoints
{
    private const string One = "/queues/{ns}/{name}";

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder queues = api.MapGroup("").WithTags("Queues");
        queues.MapGet("/queues", ListAsync)
            .WithSummary("Queues, sorted by name, ready, inFlight, consumers, publish, deliver, settle or bytes");
        queues.MapGet(One, GetAsync).WithSummary("A queue with its limits, consumers and bindings");
        queues.MapPut(One, PutAsync).WithSummary("Declares a queue; 409 when one is there that is different");
        queues.MapDelete(One, DeleteAsync).WithSummary("Deletes a queue with its messages");
        queues.MapPost(One + "/purge", PurgeAsync).WithSummary("Settles every message that is ready");
        queues.MapPost(One + "/pause", Pause).WithSummary("Hands nothing out until resumed, or restarted");
        queues.MapPost(One + "/resume", Resume).WithSummary("Hands messages out again");
        queues.MapPost(One + "/redrive", RedriveAsync).WithSummary("Moves dead letters back, or to another topic");
    }

    public static Queue Find(MessageBroker broker, string ns, string name) =>
        broker.Queues.Find(ns, name) ?? throw ApiException.NotFound("queue", ns, name);

    private static async Task<Page<QueueView>> ListAsync(
        [AsParameters] ListQuery query, MessageBroker broker, Views views, CancellationToken cancel)
    {
        Page<QueueView> page = query.Of(
            broker.Queues.All.Where(q => query.Selects(q.Topic.Namespace) && query.Matches(q.Name)).Select(views.Of),
            new("name", static q => q.Name),
            new("ready", static q => q.Ready),
            new("inFlight", static q => q.InFlight),
            new("consumers", static q => q.Consumers),
            new("publish", static q => q.Rates.Publish),
            new("deliver", static q => q.Rates.Deliver),
            new("settle", static q => q.Rates.Settle),
            new("bytes", static q => q.Bytes));
        var items = new List<QueueView>(page.Items.Count);
        foreach (QueueView view in page.Items)
        {
            Queue? queue = broker.Queues.Find(view.Namespace, view.Name);
            items.Add(queue is null ? view : await WithAgeAsync(view, queue, broker, cancel));
        }

        return page with { Items = items };
    }

    private static async Task<QueueDetail> GetAsync(
        string ns, string name, MessageBroker broker, Views views, CancellationToken cancel)
    {
        Queue queue = Find(broker, ns, name);
        QueueOptions options = queue.Options;
        return new QueueDetail(
            await WithAgeAsync(views.Of(queue), queue, broker, cancel),
            new QueueLimits(
                options.MessageTtlMs, options.ExpiresMs, options.DeliveryLimit, options.DeadLetterExchange,
                options.DeadLetterRoutingKey, options.SingleActiveConsumer),
            JsonArguments.Write(broker.Forms?.ArgumentsOf(options) ?? Broker.Routing.Arguments.Empty),
            [.. queue.Consumers.Select(c => Views.Of(queue, c))],
            [.. broker.Exchanges.BindingsTo(queue.Topic).Select(Views.Of)]);
    }

    private static async Task<IResult> PutAsync(
        string ns, string name, QueueRequest request, QueueOperations queues, CancellationToken cancel)
    {
        bool isNew = await queues.DeclareAsync(
            ns, name, request.Durable ?? true, request.AutoDelete ?? false, JsonArguments.Read(request.Arguments),
            cancel);
        return isNew ? Results.Created() : Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(
        string ns, string name, bool? ifUnused, bool? ifEmpty, MessageBroker broker, QueueOperations queues,
        CancellationToken cancel)
    {
        await queues.DeleteAsync(Find(broker, ns, name), ifUnused ?? false, ifEmpty ?? false, cancel);
        return Results.NoContent();
    }

    private static async Task<PurgeReply> PurgeAsync(string ns, string name, MessageBroker broker) =>
        new(await Find(broker, ns, name).PurgeAsync());

    private static IResult Pause(string ns, string name, MessageBroker broker)
    {
        Find(broker, ns, name).Pause();
        return Results.NoContent();
    }

    private static IResult Resume(string ns, string name, MessageBroker broker)
    {
        Find(broker, ns, name).Resume();
        return Results.NoContent();
    }

    private static async Task<RedriveReply> RedriveAsync(
        string ns, string name, RedriveRequest request, MessageBroker broker, DeadLetterRedrive redrive,
        CancellationToken cancel)
    {
        Queue queue = Find(broker, ns, name);
        int limit = request.Limit ?? 1000;
        if (limit is < 1 or > DeadLetterRedrive.MovedMax)
            throw ApiException.Invalid($"limit is {limit} but must be 1 to {DeadLetterRedrive.MovedMax}");
        var filter = new MessageFilter(
            broker.Forms, request.Key, request.Header, request.Contains, request.MessageId);
        (int moved, int skipped, ScanProgress progress) =
            await redrive.RunAsync(queue, request.Target, request.From ?? 0, limit, filter, cancel);
        return new RedriveReply(moved, skipped, progress.NextOffset, progress.IsComplete);
    }

    private static async ValueTask<QueueView> WithAgeAsync(
        QueueView view, Queue queue, MessageBroker broker, CancellationToken cancel)
    {
        try
        {
            long? oldest = await OldestMessage.FindAsync(queue, cancel);
            return view with { OldestMessageAgeMs = oldest is { } ms ? Math.Max(0, broker.NowMs - ms) : null };
        }
        catch (Exception e) when (e is DamagedDataException or IOException)
        {
            // The list shows what can be read; damage has its own place.
            return view;
        }
    }
}
