using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Operations;
using Weir.Admin.Rates;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage;

namespace Weir.Admin.Api;

/// <summary>The broker at a glance, and the last minutes of it.</summary>
internal static class OverviewEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/overview", Overview).WithSummary("The broker at a glance").WithTags("Overview");
        api.MapGet("/overview/history", static (RateSampler rates) => rates.History)
            .WithSummary("Counters and depths, one sample a second, oldest first").WithTags("Overview");
        api.MapGet("/namespaces", Namespaces).WithSummary("Namespaces with what is in them").WithTags("Namespaces");
        api.MapPut("/namespaces/{ns}", PutAsync).WithSummary("Makes a namespace").WithTags("Namespaces");
        api.MapDelete("/namespaces/{ns}", DeleteAsync)
            .WithSummary("Deletes a namespace with everything in it, and closes its connections")
            .WithTags("Namespaces");
    }

    private static Overview Overview(MessageBroker broker, RateSampler rates, BrokerHealth health)
    {
        OverviewSample now = rates.Now;
        return new Overview(
            typeof(OverviewEndpoints).Assembly.GetName().Version?.ToString(3) ?? "0", broker.ClusterId,
            health.StartedMs, broker.NowMs, health.IsLive, health.IsReady && !health.IsStopping,
            broker.Connections.IsDraining, rates.Overall, Counts(broker),
            new MessageCounts(now.Ready, now.InFlight, now.Published, now.Delivered, now.Settled),
            Storage(broker), Process());
    }

    private static ObjectCounts Counts(MessageBroker broker)
    {
        IReadOnlyCollection<string> namespaces = NamesOf(broker);
        return new ObjectCounts(
            namespaces.Count,
            broker.Topics.Count,
            broker.Queues.All.Count(),
            namespaces.Sum(ns => broker.Exchanges.List(ns).Count),
            broker.Groups.List().Count,
            broker.Connections.Count,
            broker.Connections.All.Sum(static c => c.ChannelCount),
            broker.Queues.All.Sum(static q => q.ConsumerCount));
    }

    private static StorageState Storage(MessageBroker broker) => new(
        broker.Topics.All.Sum(static t => t.Partitions.Sum(static p => p.Log.SizeBytes)),
        broker.Store.MemoryBytes,
        broker.Options.Log.MemoryBytesMax,
        broker.Store.JournaledBytes,
        broker.Store.HasRoom,
        [.. broker.Store.Damages.Select(static d => d.Message)]);

    private static ProcessState Process() => new(
        Environment.ProcessorCount, Environment.WorkingSet, GC.GetTotalMemory(false), GC.CollectionCount(0));

    private static List<NamespaceView> Namespaces(MessageBroker broker, RateSampler rates)
    {
        var views = new List<NamespaceView>();
        foreach (string ns in NamesOf(broker))
        {
            List<Topic> topics = [.. broker.Topics.All.Where(t => t.Namespace == ns)];
            List<Queue> queues = [.. broker.Queues.All.Where(q => q.Topic.Namespace == ns)];
            List<MessageRates> each = [.. topics.Select(rates.Of)];
            views.Add(new NamespaceView(
                ns, topics.Count, queues.Count, queues.Sum(static q => q.ReadyCount),
                queues.Sum(static q => q.InFlightCount),
                new MessageRates(
                    each.Sum(static r => r.Publish), each.Sum(static r => r.Deliver), each.Sum(static r => r.Settle))));
        }

        return views;
    }

    private static async Task<IResult> PutAsync(string ns, MessageBroker broker, CancellationToken cancel) =>
        await NamespaceOperations.MakeAsync(broker, ns, cancel) ? Results.Created() : Results.NoContent();

    private static async Task<IResult> DeleteAsync(string ns, MessageBroker broker, CancellationToken cancel)
    {
        await NamespaceOperations.DeleteAsync(broker, ns, cancel);
        return Results.NoContent();
    }

    public static IReadOnlyCollection<string> NamesOf(MessageBroker broker) => broker.Namespaces.All;
}
