using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Admin.Operations;
using Weir.Broker;
using Weir.Broker.Messages;
using Weir.Broker.Topics;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Admin.Api;

/// <summary>Messages: looked at where they lie, without taking them, and published.</summary>
internal static class MessageEndpoints
{
    private const string Of = "/topics/{ns}/{name}/messages";
    private const int ValueBytesMax = 16 << 20;

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder messages = api.MapGroup("").WithTags("Messages");
        messages.MapGet(Of, QueryAsync).WithSummary(
            "Messages by offset, time, key, id, header or content; a bounded scan that says how far it came");
        messages.MapGet(Of + "/{partition:int}/{offset:long}", GetAsync).WithSummary("One message, whole");
        messages.MapPost("/messages/{ns}", PublishAsync).WithSummary("Publishes to an exchange or a topic");
    }

    private static async Task<MessagePage> QueryAsync(
        string ns, string name, [AsParameters] MessageQuery query, MessageBroker broker, MessageReading reading,
        CancellationToken cancel)
    {
        Partition partition = Find(broker, ns, name, query.Partition ?? 0);
        int limit = query.Limit ?? ScanLimits.Default.MatchesMax;
        if (limit is < 1 or > ListQuery.PageSizeMax)
            throw ApiException.Invalid($"limit is {limit} but must be 1 to {ListQuery.PageSizeMax}");
        int bytesMax = Math.Clamp(query.ValueBytesMax ?? MessageReading.ValueBytesDefault, 0, ValueBytesMax);
        var filter = new MessageFilter(broker.Forms, query.Key, query.Header, query.Contains, query.MessageId);
        PartitionLog log = partition.Log;
        var found = new List<MessageView>();
        ScanProgress progress = await RecordScan.RunAsync(
            log, await StartAsync(log, query, cancel), query.Until ?? long.MaxValue,
            ScanLimits.Default with { MatchesMax = limit }, broker.Time,
            (long offset, long timestampMs, in RecordView record) =>
            {
                if (timestampMs > query.UntilTime || !filter.Matches(record)) return false;
                MessageView view = reading.Show(partition, offset, timestampMs, record, bytesMax);
                if (query.State is { } state && view.State != state) return false;
                found.Add(view);
                return true;
            }, cancel);
        return new MessagePage(
            found, progress.NextOffset, log.ReadableEnd, progress.Records, progress.Bytes, progress.IsComplete);
    }

    private static async ValueTask<long> StartAsync(PartitionLog log, MessageQuery query, CancellationToken cancel)
    {
        if (query.From is { } from) return from;
        if (query.Last is { } last) return Math.Max(log.StartOffset, log.ReadableEnd - last);
        if (query.FromTime is { } timeMs)
            return (await log.FindByTimestampAsync(timeMs, cancel))?.Offset ?? log.ReadableEnd;
        return log.StartOffset;
    }

    private static async Task<MessageView> GetAsync(
        string ns, string name, int partition, long offset, MessageBroker broker, MessageReading reading,
        CancellationToken cancel)
    {
        Partition found = Find(broker, ns, name, partition);
        MessageView? view = null;
        await RecordScan.RunAsync(
            found.Log, offset, offset + 1, ScanLimits.Default with { MatchesMax = 1 }, broker.Time,
            (long at, long timestampMs, in RecordView record) =>
            {
                if (at == offset) view = reading.Show(found, at, timestampMs, record, ValueBytesMax);
                return true;
            }, cancel);
        return view ?? throw new ApiException(
            StatusCodes.Status404NotFound, "message-not-found",
            $"there is no message at offset {offset}; partition {partition} has {found.Log.StartOffset} to " +
            $"{found.Log.ReadableEnd}");
    }

    private static async Task<PublishReply> PublishAsync(
        string ns, PublishRequest request, MessageBroker broker, MessagePublisher publisher, HttpContext context,
        CancellationToken cancel)
    {
        byte[] value = ValueOf(request.Value, request.ValueEncoding);
        if ((request.Topic is null) == (request.Exchange is null))
            throw ApiException.Invalid("a message goes to an exchange or to a topic");
        if (request.Exchange is { } exchange)
        {
            IReadOnlyList<string> destinations = await publisher.ToExchangeAsync(
                ns, ExchangeNames.FromPath(exchange), request.Key ?? "", value, PropertiesOf(request),
                AccessGuard.IdentityOf(context), cancel);
            return new PublishReply(destinations.Count > 0, destinations);
        }

        Topic topic = TopicEndpoints.Find(broker, ns, request.Topic!);
        if (request.Properties is not null)
            throw ApiException.Invalid("properties go with an exchange; a topic's messages have headers");
        Partition partition = request.Partition is { } index
            ? Find(broker, ns, topic.Name, index)
            : KeyPartitioner.Pick(topic, Encoding.UTF8.GetBytes(request.Key ?? ""), priority: 0);
        await publisher.ToPartitionAsync(
            partition, request.Key, value, request.Headers, AccessGuard.IdentityOf(context), cancel);
        return new PublishReply(true, [topic.Name]);
    }

    public static byte[] ValueOf(string? value, string? encoding)
    {
        switch (encoding)
        {
            case null or "text":
                return Encoding.UTF8.GetBytes(value ?? "");
            case "base64":
                try
                {
                    return Convert.FromBase64String(value ?? "");
                }
                catch (FormatException)
                {
                    throw ApiException.Invalid("the value is no base64");
                }

            default:
                throw ApiException.Invalid($"valueEncoding is '{encoding}' but must be text or base64");
        }
    }

    private static Broker.Routing.Arguments PropertiesOf(PublishRequest request)
    {
        var properties = request.Properties?.DeepClone().AsObject() ?? [];
        if (request.Headers is { Count: > 0 } more)
        {
            var headers = properties["headers"]?.AsObject() ?? [];
            properties["headers"] = headers;
            foreach ((string name, string? value) in more) headers[name] = value;
        }

        return JsonArguments.Read(properties);
    }

    internal static Partition Find(MessageBroker broker, string ns, string name, int index)
    {
        Topic topic = TopicEndpoints.Find(broker, ns, name);
        return topic.PartitionAt(index) ?? throw new ApiException(
            StatusCodes.Status404NotFound, "partition-not-found",
            $"topic '{name}' has partitions 0 to {topic.Partitions.Count - 1}, no {index}");
    }
}
