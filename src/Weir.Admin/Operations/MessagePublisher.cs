using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Admin.Http;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Admin.Operations;

/// <summary>Publishes single messages for operators, and answers when they are durable.</summary>
internal sealed class MessagePublisher(MessageBroker broker)
{
    /// <summary>The names of the topics that it went to.</summary>
    public async Task<IReadOnlyList<string>> ToExchangeAsync(
        string ns, string exchange, string key, ReadOnlyMemory<byte> value, Arguments properties, ClientIdentity by,
        CancellationToken cancel)
    {
        using var batch = new PublishBatch { By = by };
        IReadOnlyList<string> destinations = Route(batch, ns, exchange, Encoding.UTF8.GetBytes(key), value, properties);
        await CommitAsync(batch, cancel);
        return destinations;
    }

    public async Task ToPartitionAsync(
        Partition partition, string? key, ReadOnlyMemory<byte> value, IReadOnlyDictionary<string, string?>? headers,
        ClientIdentity by, CancellationToken cancel)
    {
        using var batch = new PublishBatch { By = by };
        using var writer = new RecordHeaderWriter();
        foreach ((string name, string? text) in headers ?? new Dictionary<string, string?>())
        {
            if (text is null) writer.AddNull(Encoding.UTF8.GetBytes(name));
            else writer.Add(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(text));
        }

        if (!batch.Add(
            partition, broker.NowMs, Encoding.UTF8.GetBytes(key ?? ""), value.Span, writer.Raw, writer.Count))
            throw Full(topic: partition.Topic.Name);
        await CommitAsync(batch, cancel);
    }

    private List<string> Route(
        PublishBatch batch, string ns, string exchange, byte[] key, ReadOnlyMemory<byte> value, Arguments properties)
    {
        var route = new RouteResult();
        Arguments headers = properties.Get("headers")?.AsTable ?? Arguments.Empty;
        broker.Exchanges.RouterOf(ns).Route(
            Encoding.UTF8.GetBytes(exchange), key, new ArgumentHeaders(headers, properties), route);
        if (route.Status == RouteStatus.ExchangeUnknown) throw ApiException.NotFound("exchange", ns, exchange);
        if (route.Status == RouteStatus.ExchangeInternal)
            throw new ApiException(
                StatusCodes.Status403Forbidden, "internal-exchange", $"exchange '{exchange}' is internal");
        if (route.DelayMs > 0)
        {
            throw new ApiException(
                StatusCodes.Status501NotImplemented, "delayed", "delayed messages are not published by this API");
        }

        using var writer = new RecordHeaderWriter();
        if (broker.Forms?.WriteHeaders(writer, exchange, properties, broker.NowMs) is { } refusal)
            throw ApiException.Invalid(refusal);
        int priority = (int)Math.Clamp(properties.Get("priority")?.AsLong ?? 0, 0, byte.MaxValue);
        var names = new List<string>();
        TraceNote? note = null;
        foreach (Topic topic in route.Targets)
        {
            Partition partition = KeyPartitioner.Pick(topic, key, priority);
            if (!batch.Add(partition, broker.NowMs, key, value.Span, writer.Raw, writer.Count)) throw Full(topic.Name);
            if (partition.Trace is not null)
                batch.Note(note ??= TraceNote.Of(Encoding.UTF8.GetBytes(exchange), key, route.Targets));
            names.Add(topic.Name);
        }

        return names;
    }

    private static ApiException Full(string topic) =>
        new(StatusCodes.Status409Conflict, "queue-full", $"queue '{topic}' is full and refuses messages");

    private async Task CommitAsync(PublishBatch batch, CancellationToken cancel)
    {
        if (broker.Store.Disk.IsShort)
        {
            throw new ApiException(
                StatusCodes.Status507InsufficientStorage, "disk-full", "the disk of the data directory is nearly full");
        }

        var room = new RoomAccount();
        room.Charge(batch.Bytes);
        await broker.Store.WaitForRoomAsync(room, cancel);
        var points = new List<CommitPoint>();
        batch.Commit(points);
        foreach (CommitPoint point in points)
        {
            if (point.IsDurable) continue;
            if (await point.Shard.WaitAsync(point.Lsn, new CommitWaiter()) != Commit.Done)
                throw new StorageFailedException("the message may not be durable: the commit failed");
        }
    }
}
