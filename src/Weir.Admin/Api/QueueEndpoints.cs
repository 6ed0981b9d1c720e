using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Broker;
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
            [.. queue.Consumers.Select(c => Views.Of(queue, c))],
            [.. broker.Exchanges.BindingsTo(queue.Topic).Select(Views.Of)]);
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
