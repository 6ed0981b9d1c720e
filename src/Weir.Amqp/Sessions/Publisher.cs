using System.Buffers.Text;
using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Delays;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Security;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Amqp.Sessions;

/// <summary>
/// Takes publishes: routes each and adds it to the batch of this socket read, or to the channel's transaction. Nothing
/// is allocated per message once the session is warm.
/// </summary>
internal sealed class Publisher(AmqpConnection connection) : IDisposable
{
    /// <summary>What RabbitMQ's timers take.</summary>
    private const long TtlMsMax = uint.MaxValue;

    private RouteCache _routes = new(connection.Server.Broker.Exchanges.RouterOf(connection.Namespace));
    private readonly RouteResult _route = new();
    private readonly RecordHeaderWriter _headers = new();
    private readonly CopyKeys _copies = new();
    private readonly PooledBufferWriter _addressed = new();
    private readonly PooledBufferWriter _rewritten = new();

    /// <summary>What was published since the last commit, outside of transactions.</summary>
    public PublishBatch Batch { get; } = new() { By = connection.Session };

    /// <summary>Time of the current socket read, Unix milliseconds: the records' timestamp.</summary>
    public long NowMs { get; private set; }

    /// <summary>Whether spans are wanted; asked once a socket read.</summary>
    public bool IsTraced { get; private set; }

    /// <summary>A socket read is served, or served on after a wait.</summary>
    public void Begin()
    {
        NowMs = connection.Server.Broker.NowMs;
        IsTraced = MessageTracing.IsOn;
    }

    /// <summary>Messages are routed in this namespace from now on.</summary>
    public void Enter(string ns) => _routes = new RouteCache(connection.Server.Broker.Exchanges.RouterOf(ns));

    private DelayLogs Delays => connection.Server.Broker.Delays;

    public void Publish(AmqpChannel channel, scoped in PublishView publish)
    {
        AccessCheck.Publish(connection, publish.Exchange);
        if (publish.Immediate) throw new AmqpException(ReplyCode.NotImplemented, "immediate=true");
        if (!BasicProperties.TryRead(publish.Properties, out BasicProperties properties))
            throw AmqpException.Of(WireError.MalformedProperties);
        Check(properties);
        connection.Session.Published++;
        bool hasCopies = _copies.TryRead(ref properties);
        if (DirectReplies.IsQueue(properties.ReplyTo)) AddAddress(channel, ref properties);
        if (publish.Exchange.IsEmpty && DirectReplies.IsAddress(publish.RoutingKey))
        {
            if (channel.Mode == ChannelMode.Confirm) connection.Count(channel);
            if (!TryReply(channel, publish, properties) && publish.Mandatory) Return(channel, publish, properties);
            return;
        }

        long deliverAtMs = DeliverAt.Read(properties, NowMs);
        RecordMapping.WriteHeaders(
            _headers, publish.Exchange, properties, ExpiryOf(properties, Math.Max(NowMs, deliverAtMs)));
        Route(publish, properties, hasCopies);
        PublishBatch batch = channel.Transaction?.Publishes ?? Batch;
        int delayed = (deliverAtMs > NowMs ? _route.Immediate.Length : 0) + _route.DelayedBy.Count;
        if (delayed > 0 && !batch.TryReserveDelayed(Delays, delayed))
        {
            throw new AmqpException(
                ReplyCode.PreconditionFailed,
                $"{Delays.PendingMax} messages wait for their time, the most that are allowed");
        }

        if (channel.Mode == ChannelMode.Confirm) connection.Count(channel);
        if (_route.Count == 0 && _route.DelayedBy.Count == 0)
        {
            if (publish.Mandatory) Return(channel, publish, properties);
            return;
        }

        if (IsTraced) Trace(publish);
        bool isRefused = false;
        TraceNote? note = null;
        foreach (Topic topic in _route.Immediate)
        {
            Partition partition = KeyPartitioner.Pick(topic, publish.RoutingKey, properties.Priority ?? 0);
            if (partition.Trace is not null)
                note ??= TraceNote.Of(publish.Exchange, publish.RoutingKey, _route.Targets);
            if (deliverAtMs > NowMs)
            {
                batch.AddDelayed(
                    partition, deliverAtMs, NowMs, publish.RoutingKey, publish.Body, _headers.Raw, _headers.Count,
                    partition.Trace is { } trace ? note! with { DueMs = deliverAtMs, Destination = trace } : null);
            }
            else if (!batch.Add(partition, NowMs, publish.RoutingKey, publish.Body, _headers.Raw, _headers.Count))
            {
                isRefused = true;
            }
            else if (partition.Trace is not null && note is not null)
            {
                batch.Note(note);
            }
        }

        if (_route.DelayedBy.Count > 0) AddDelayed(batch, deliverAtMs, publish, properties);
        if (!isRefused) return;
        if (channel.Transaction is { } transaction) transaction.IsRefused = true;
        else if (channel.Mode == ChannelMode.Confirm) connection.Refuse(channel);
    }

    public void Dispose()
    {
        Batch.Dispose();
        _rewritten.Dispose();
        _headers.Dispose();
        _copies.Dispose();
        _addressed.Dispose();
    }

    /// <summary>
    /// Waits at the delayed exchanges on its way. The consumer gets x-delay negated, as RabbitMQ's plugin does it.
    /// </summary>
    private void AddDelayed(
        PublishBatch batch, long deliverAtMs, scoped in PublishView publish, BasicProperties properties)
    {
        long dueMs = Math.Max(deliverAtMs, NowMs + _route.DelayMs);
        _rewritten.Clear();
        // Some clients take eight octets for a number without a sign.
        FieldValue negated = _route.DelayMs <= int.MaxValue
            ? FieldValue.FromInt32((int)-_route.DelayMs)
            : FieldValue.FromInt64(-_route.DelayMs);
        WireError error = BasicPropertiesWriter.RewriteHeader(
            _rewritten, properties, DeliverAt.DelayHeaderName, negated);
        if (error != WireError.None) throw AmqpException.Of(error);
        BasicProperties.TryRead(_rewritten.WrittenSpan, out BasicProperties stored);
        RecordMapping.WriteHeaders(_headers, publish.Exchange, stored, ExpiryOf(properties, dueMs));
        foreach (Exchange exchange in _route.DelayedBy)
        {
            batch.AddDelayed(
                Delays, connection.Namespace, exchange.NameUtf8, dueMs, NowMs, publish.RoutingKey, publish.Body,
                _headers.Raw, _headers.Count);
        }
    }

    private void Trace(scoped in PublishView publish)
    {
        ReadOnlySpan<byte> destination = publish.Exchange.IsEmpty ? publish.RoutingKey : publish.Exchange;
        MessageTracing.Published(
            "amqp", connection.Namespace, Encoding.UTF8.GetString(destination),
            new RecordHeaderEnumerator(_headers.Raw, _headers.Count), publish.Body.Length);
    }

    private void Check(BasicProperties properties)
    {
        if (properties.Has(BasicProperty.UserId))
        {
            string user = Encoding.UTF8.GetString(properties.UserId);
            if (user != connection.User && !(connection.IsKnownUser && connection.Access.Has(UserTags.Impersonator)))
            {
                throw new AmqpException(
                    ReplyCode.PreconditionFailed,
                    $"user_id property set to '{user}' but authenticated user was '{connection.User}'");
            }
        }

        if (properties.DeliveryMode is { } mode and not (1 or 2))
            throw Invalid($"{{delivery_mode_unknown,{mode}}}");
    }

    /// <summary>The request tells where its reply is waited for.</summary>
    private void AddAddress(AmqpChannel channel, ref BasicProperties properties)
    {
        if (channel.Replies is not { } replies)
            throw new AmqpException(ReplyCode.PreconditionFailed, "fast reply consumer does not exist");
        _addressed.Reset();
        var writer = new BasicPropertiesWriter(_addressed);
        for (var property = BasicProperty.ContentType; property <= BasicProperty.ClusterId; property++)
        {
            if (property == BasicProperty.ReplyTo) writer.ShortString(property, replies.AddressBytes);
            else writer.Copy(properties, property);
        }

        writer.Complete();
        BasicProperties.TryRead(_addressed.WrittenSpan, out properties);
    }

    private bool TryReply(AmqpChannel channel, scoped in PublishView publish, BasicProperties properties)
    {
        DirectReplies replies = connection.Server.Replies;
        if (channel.Transaction is not { } transaction)
            return replies.TryDeliver(connection.Namespace, publish.RoutingKey, properties.Raw, publish.Body);
        if (!replies.IsWaiting(connection.Namespace, publish.RoutingKey)) return false;
        transaction.Replies.Add(
            new PendingReply(publish.RoutingKey.ToArray(), properties.Raw.ToArray(), publish.Body.ToArray()));
        return true;
    }

    private static AmqpException Invalid(string why) =>
        new(ReplyCode.PreconditionFailed, $"invalid message: {why}");

    /// <summary>Time to live begins with the delivery to the queue.</summary>
    private static long? ExpiryOf(BasicProperties properties, long fromMs)
    {
        if (!properties.Has(BasicProperty.Expiration)) return null;
        ReadOnlySpan<byte> text = properties.Expiration;
        bool isNumber = Utf8Parser.TryParse(text, out long ttlMs, out int used) && used == text.Length;
        if (isNumber && ttlMs is >= 0 and <= TtlMsMax) return fromMs + ttlMs;
        string why = !isNumber ? "no_integer" : $"{{{(ttlMs < 0 ? "value_negative" : "value_too_large")},{ttlMs}}}";
        throw new AmqpException(
            ReplyCode.PreconditionFailed, $"invalid expiration '{Encoding.UTF8.GetString(text)}': {why}");
    }

    private void Route(scoped in PublishView publish, BasicProperties properties, bool hasCopies)
    {
        var headers = new PublishHeaders(properties);
        if (hasCopies) _routes.Router.Route(publish.Exchange, publish.RoutingKey, _copies.Keys, headers, _route);
        else _routes.Route(publish.Exchange, publish.RoutingKey, headers, _route);
        switch (_route.Status)
        {
            case RouteStatus.ExchangeUnknown:
                throw AmqpException.NoExchange(Encoding.UTF8.GetString(publish.Exchange), connection.Namespace);
            case RouteStatus.ExchangeInternal:
                string name = Encoding.UTF8.GetString(publish.Exchange);
                throw new AmqpException(
                    ReplyCode.AccessRefused,
                    $"cannot publish to internal exchange '{name}' in vhost '{connection.Namespace}'");
        }
    }

    private void Return(AmqpChannel channel, scoped in PublishView publish, BasicProperties properties)
    {
        if (channel.Transaction is { } transaction)
        {
            WriteReturn(transaction.Returns, channel, publish, properties);
            return;
        }

        lock (connection.Output.Gate) WriteReturn(connection.Output.Buffer, channel, publish, properties);
    }

    private void WriteReturn(
        PooledBufferWriter output, AmqpChannel channel, scoped in PublishView publish, BasicProperties properties)
    {
        BasicReturn.Write(
            output, channel.Number, (ushort)ReplyCode.NoRoute, "NO_ROUTE"u8, publish.Exchange, publish.RoutingKey);
        ContentWriter.WriteContent(output, connection.FrameMax, channel.Number, properties.Raw, publish.Body);
    }
}
