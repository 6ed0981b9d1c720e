using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Queues;
using Weir.Broker.Streams;
using Weir.Broker.Tracing;

namespace Weir.Amqp.Sessions;

/// <summary>
/// Consuming and settling. Settlements join the connection's batch; what comes back goes to its queue.
/// </summary>
internal sealed class BasicMethods(AmqpConnection connection, QueueMethods queues)
{
    private readonly List<UnackedEntry> _taken = [];

    public void Ack(AmqpChannel channel, scoped in BasicAck method)
    {
        _taken.Clear();
        channel.Take(method.DeliveryTag, method.Multiple, _taken);
        if (channel.Transaction is { } transaction)
        {
            transaction.Settled.AddRange(_taken);
            return;
        }

        foreach (UnackedEntry entry in _taken)
            if (!entry.IsOfStream) connection.Settlements.Add(entry.Queue!, entry.Message);
    }

    public void Nack(AmqpChannel channel, ulong tag, bool multiple, bool requeue)
    {
        _taken.Clear();
        channel.Take(tag, multiple, _taken);
        if (channel.Transaction is { } transaction)
        {
            foreach (UnackedEntry entry in _taken)
            {
                if (requeue) transaction.Released.Add(entry);
                else if (entry.IsOfStream || entry.Queue!.Options.DeadLetterExchange is null)
                    transaction.Settled.Add(entry);
                else transaction.Rejected.Add(entry);
            }

            return;
        }

        if (requeue) Release(_taken, connection.Session);
        else foreach (UnackedEntry entry in _taken) Reject(entry);
    }

    public void Recover(AmqpChannel channel, bool requeue, bool answer)
    {
        if (!requeue) throw new AmqpException(ReplyCode.NotImplemented, "requeue=false");
        _taken.Clear();
        channel.TakeAll(_taken);
        Release(_taken, connection.Session);
        if (answer) lock (connection.Output.Gate) BasicRecoverOk.Write(connection.Output.Buffer, channel.Number);
    }

    public void Qos(AmqpChannel channel, scoped in BasicQos method)
    {
        if (method.PrefetchSize != 0)
            throw new AmqpException(ReplyCode.NotImplemented, $"prefetch_size!=0 ({method.PrefetchSize})");
        if (method.Global)
        {
            lock (channel.Sync)
            {
                channel.Limit = method.PrefetchCount;
                channel.WakeStarved();
            }
        }
        else
        {
            channel.Prefetch = method.PrefetchCount;
        }

        lock (connection.Output.Gate) BasicQosOk.Write(connection.Output.Buffer, channel.Number);
    }

    public void Consume(AmqpChannel channel, scoped in BasicConsume method)
    {
        string tag = method.ConsumerTag.IsEmpty
            ? ServerNames.New("amq.ctag-")
            : Encoding.UTF8.GetString(method.ConsumerTag);
        if (DirectReplies.IsQueue(method.Queue))
        {
            MustBeFree(channel, tag);
            ConsumeReplies(channel, tag, method);
            return;
        }

        Queue queue = queues.FindToRead(channel, method.Queue);
        MustBeFree(channel, tag);
        WireError error = FieldTableReader.Validate(method.Arguments);
        if (error != WireError.None) throw AmqpException.Of(error);
        StreamStart? start = StreamArguments.Start(method.Arguments, queue, connection.Server.Broker.NowMs);
        if (start is not null)
        {
            StreamArguments.CheckConsumer(
                method.Arguments, queue, method.NoAck, channel.Prefetch, connection.Namespace);
        }

        int priority = ReadPriority(method.Arguments, queue);
        var consumer = new ChannelConsumer(channel, tag, queue, method.NoAck, channel.Prefetch);
        var registration = new QueueConsumer(tag, method.NoAck, method.Exclusive, priority, consumer)
        {
            Connection = connection.Session,
            Channel = channel.Number,
            Prefetch = method.NoAck ? 0 : channel.Prefetch,
        };
        if (channel.TryConsume(consumer, registration, start, method.NoWait)) return;
        if (queue.IsDeleted) throw AmqpException.NoQueue(queue.Name, connection.Namespace);
        throw new AmqpException(
            ReplyCode.AccessRefused, $"queue '{queue.Name}' in vhost '{connection.Namespace}' in exclusive use");
    }

    public ValueTask Cancel(AmqpChannel channel, scoped in BasicCancel method)
    {
        string tag = Encoding.UTF8.GetString(method.ConsumerTag);
        ValueTask removing = default;
        if (channel.Replies?.Tag == tag) channel.StopReplies();
        else if (channel.TryFindConsumer(tag, out ChannelConsumer? consumer))
            removing = queues.OnConsumerLeftAsync(consumer.Queue, channel.Cancel(consumer));
        if (!method.NoWait)
        {
            lock (connection.Output.Gate)
                BasicCancelOk.Write(connection.Output.Buffer, channel.Number, method.ConsumerTag);
        }

        return removing;
    }

    public ValueTask Get(AmqpChannel channel, scoped in BasicGet method)
    {
        Queue queue = queues.FindToRead(channel, method.Queue);
        StreamArguments.MustServe("basic.get", queue, connection.Namespace);
        return GetAsync(channel, queue, method.NoAck);
    }

    /// <summary>The deliveries were not handled: their queues hand them out again.</summary>
    public static void Release(List<UnackedEntry> entries, ITracedClient by)
    {
        foreach (UnackedEntry entry in entries)
            if (!entry.IsOfStream && !entry.Queue!.IsDeleted) entry.Queue.Release(entry.Message, by);
        Queue? last = null;
        foreach (UnackedEntry entry in entries)
        {
            if (!ReferenceEquals(entry.Queue, last)) entry.Queue!.Wake();
            last = entry.Queue;
        }
    }

    private static void MustBeFree(AmqpChannel channel, string tag)
    {
        if (channel.TryFindConsumer(tag, out _) || channel.Replies?.Tag == tag)
            throw new AmqpException(ReplyCode.NotAllowed, $"attempt to reuse consumer tag '{tag}'");
    }

    private static void ConsumeReplies(AmqpChannel channel, string tag, scoped in BasicConsume method)
    {
        if (channel.Replies is not null)
            throw new AmqpException(ReplyCode.PreconditionFailed, "reply consumer already set");
        if (!method.NoAck) throw new AmqpException(ReplyCode.PreconditionFailed, "reply consumer cannot acknowledge");
        channel.WaitForReplies(tag, method.NoWait);
    }

    private void Reject(in UnackedEntry entry)
    {
        if (entry.IsOfStream) return;
        if (entry.Queue!.Options.DeadLetterExchange is null)
            connection.Settlements.AddRejected(entry.Queue, entry.Message);
        else entry.Queue.Reject(entry.Message, connection.Session);
    }

    private async ValueTask GetAsync(AmqpChannel channel, Queue queue, bool noAck)
    {
        await connection.CommitAndWaitAsync();
        object? got = await queue.GetAsync<object>((in Delivery delivery) =>
        {
            channel.Answer(delivery, noAck);
            return delivery.Message;
        }, connection.Session);
        if (got is null) lock (connection.Output.Gate) BasicGetEmpty.Write(connection.Output.Buffer, channel.Number);
        else if (noAck) connection.Settlements.Add(queue, (MessageRef)got);
    }

    private int ReadPriority(ReadOnlySpan<byte> arguments, Queue queue)
    {
        if (!FieldTableReader.TryFind(arguments, "x-priority"u8, out FieldView value)) return 0;
        if (!value.TryGetInteger(out long priority))
            throw QueueArguments.NoInteger("x-priority", queue.Name, connection.Namespace, value.Type);
        return (int)Math.Clamp(priority, int.MinValue, int.MaxValue);
    }
}
