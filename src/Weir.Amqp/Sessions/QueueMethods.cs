using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Topics;

namespace Weir.Amqp.Sessions;

/// <summary>Class queue. A request sees everything that the connection published before it.</summary>
internal sealed class QueueMethods(AmqpConnection connection)
{
    private const string ReservedPrefix = "amq.";

    private string Vhost => connection.Namespace;

    /// <summary>The queue of that name, or the channel's last one; the connection may use it.</summary>
    public Queue Find(AmqpChannel channel, ReadOnlySpan<byte> name) => FindByName(Resolve(channel, name));

    public async ValueTask OnConsumerLeftAsync(Queue queue, bool wasLast)
    {
        if (wasLast && queue.Options.IsAutoDelete) await DeleteAsync(queue);
    }

    public ValueTask Declare(AmqpChannel channel, scoped in QueueDeclare method)
    {
        if (IsReplyQueue(method.Queue))
        {
            if (!method.NoWait) lock (connection.Output.Gate)
                QueueDeclareOk.Write(connection.Output.Buffer, channel.Number, method.Queue, 0, 1);
            return default;
        }

        if (method.Passive) return PassiveAsync(channel, Encoding.UTF8.GetString(method.Queue), method.NoWait);
        string name = method.Queue.IsEmpty ? ServerNames.New("amq.gen-") : Encoding.UTF8.GetString(method.Queue);
        var options = new QueueOptions
        {
            IsDurable = method.Durable,
            IsAutoDelete = method.AutoDelete,
            ExclusiveOwner = method.Exclusive ? connection : null,
            Declaration = method.Arguments.ToArray(),
        };
        return DeclareAsync(channel, name, options, method.NoWait, isNamedByServer: method.Queue.IsEmpty);
    }

    public ValueTask Bind(AmqpChannel channel, scoped in QueueBind method) => BindAsync(
        channel, Resolve(channel, method.Queue), Encoding.UTF8.GetString(method.Exchange),
        BindingKey(channel, method.Queue, method.RoutingKey), NeutralArguments.Read(method.Arguments), method.NoWait);

    public ValueTask Unbind(AmqpChannel channel, scoped in QueueUnbind method) => UnbindAsync(
        channel, Resolve(channel, method.Queue), Encoding.UTF8.GetString(method.Exchange),
        BindingKey(channel, method.Queue, method.RoutingKey), NeutralArguments.Read(method.Arguments));

    public ValueTask Purge(AmqpChannel channel, scoped in QueuePurge method)
    {
        Queue queue = Find(channel, method.Queue);
        StreamArguments.MustServe("queue.purge", queue, Vhost);
        return PurgeAsync(channel, queue, method.NoWait);
    }

    public ValueTask Delete(AmqpChannel channel, scoped in QueueDelete method) =>
        DeleteAsync(channel, Resolve(channel, method.Queue), method.IfUnused, method.IfEmpty, method.NoWait);

    /// <summary>The pseudo-queue of direct replies, or an address of it at which somebody waits.</summary>
    private bool IsReplyQueue(ReadOnlySpan<byte> name) =>
        DirectReplies.IsQueue(name)
        || (DirectReplies.IsAddress(name) && connection.Server.Replies.IsWaiting(Vhost, name));

    private static byte[] BindingKey(AmqpChannel channel, ReadOnlySpan<byte> queue, ReadOnlySpan<byte> key) =>
        queue.IsEmpty && key.IsEmpty ? Encoding.UTF8.GetBytes(channel.LastQueue ?? "") : key.ToArray();

    private static string Resolve(AmqpChannel channel, ReadOnlySpan<byte> name)
    {
        if (!name.IsEmpty) return Encoding.UTF8.GetString(name);
        return channel.LastQueue ?? throw new AmqpException(ReplyCode.NotFound, "no previously declared queue");
    }

    private Queue FindByName(string name)
    {
        Queue queue = connection.Server.Broker.Queues.Find(Vhost, name) ?? throw AmqpException.NoQueue(name, Vhost);
        MustBeOurs(queue);
        return queue;
    }

    private void MustBeOurs(Queue queue)
    {
        if (queue.Options.ExclusiveOwner is null || ReferenceEquals(queue.Options.ExclusiveOwner, connection)) return;
        throw Locked(queue);
    }

    private AmqpException Locked(Queue queue) => new(
        ReplyCode.ResourceLocked,
        $"cannot obtain exclusive access to locked queue '{queue.Name}' in vhost '{Vhost}'. It could be originally " +
        "declared on another connection or the exclusive property value does not match that of the original " +
        "declaration.");

    private async ValueTask PassiveAsync(AmqpChannel channel, string name, bool noWait)
    {
        Queue queue = FindByName(name);
        await connection.CommitAndWaitAsync();
        await CountableAsync(queue);
        Answer(channel, queue, noWait);
    }

    private async ValueTask DeclareAsync(
        AmqpChannel channel, string name, QueueOptions options, bool noWait, bool isNamedByServer)
    {
        await connection.CommitAndWaitAsync();
        QueueRegistry queues = connection.Server.Broker.Queues;
        FieldTable arguments = QueueArguments.Read(options.Declaration.Span);
        if (queues.Find(Vhost, name) is { } existing)
        {
            MustBeSame(existing, options, arguments);
            await CountableAsync(existing);
            Answer(channel, existing, noWait);
            return;
        }

        if (!isNamedByServer && name.StartsWith(ReservedPrefix, StringComparison.Ordinal))
            throw new AmqpException(ReplyCode.AccessRefused, $"queue name '{name}' contains reserved prefix 'amq.*'");
        string type = QueueArguments.Check(arguments, options, name, Vhost);
        (TopicOutcome outcome, Queue? queue) = type == "stream"
            ? await queues.DeclareStreamAsync(
                Vhost, name, options, StreamArguments.Settings(arguments, name, Vhost), CancellationToken.None)
            : await queues.DeclareAsync(
                Vhost, name, QueueArguments.Apply(options, arguments, name, Vhost), CancellationToken.None);
        if (queue is null)
            throw new AmqpException(ReplyCode.PreconditionFailed, outcome.Reason ?? "the queue cannot be made");
        if (outcome.Error == TopicError.AlreadyExists) MustBeSame(queue, options, arguments);
        else if (options.ExclusiveOwner is not null) connection.ExclusiveQueues.Add(queue);
        Answer(channel, queue, noWait);
    }

    /// <summary>What has died of age is not counted; and whoever asks uses the queue.</summary>
    private static Task CountableAsync(Queue queue)
    {
        queue.Touch();
        return queue.ReadyCount > 0 ? queue.ExpireAsync() : Task.CompletedTask;
    }

    private void MustBeSame(Queue queue, QueueOptions wanted, FieldTable arguments)
    {
        MustBeOurs(queue);
        QueueOptions current = queue.Options;
        Compare(queue, "durable", wanted.IsDurable, current.IsDurable);
        if (wanted.ExclusiveOwner is null != current.ExclusiveOwner is null)
            throw Locked(queue);
        Compare(queue, "auto_delete", wanted.IsAutoDelete, current.IsAutoDelete);
        // A topic of another protocol is a queue or a stream, as the client likes.
        FieldTable declared = queue.IsStream && current.Declaration.IsEmpty && QueueArguments.IsOfStream(arguments)
            ? QueueArguments.StreamOnly
            : QueueArguments.Read(current.Declaration.Span);
        QueueArguments.MustBeEquivalent(arguments, declared, queue.Name, Vhost);
    }

    private void Compare(Queue queue, string name, bool wanted, bool current)
    {
        if (wanted == current) return;
        string what = $"'{(wanted ? "true" : "false")}' but current is '{(current ? "true" : "false")}'";
        throw QueueArguments.Inequivalent(name, queue.Name, Vhost, what);
    }

    private void Answer(AmqpChannel channel, Queue queue, bool noWait)
    {
        channel.LastQueue = queue.Name;
        if (noWait) return;
        lock (connection.Output.Gate)
        {
            QueueDeclareOk.Write(
                connection.Output.Buffer, channel.Number, queue.NameUtf8, Count(queue.ReadyCount),
                Count(queue.ConsumerCount));
        }
    }

    private async ValueTask BindAsync(
        AmqpChannel channel, string queue, string exchange, byte[] key, Arguments arguments, bool noWait)
    {
        connection.Commit();
        // The exchange is missed first, as RabbitMQ does.
        if (connection.Server.Broker.Exchanges.Find(Vhost, exchange) is null)
            throw AmqpException.NoExchange(exchange, Vhost);
        FindByName(queue);
        ExchangeOutcome outcome = await connection.Server.Broker.Exchanges.BindAsync(
            Vhost, exchange, DestinationKind.Queue, queue, key, arguments, CancellationToken.None);
        ExchangeMethods.MustBeDone(outcome, Vhost);
        if (!noWait) lock (connection.Output.Gate) QueueBindOk.Write(connection.Output.Buffer, channel.Number);
    }

    private async ValueTask UnbindAsync(
        AmqpChannel channel, string queue, string exchange, byte[] key, Arguments arguments)
    {
        connection.Commit();
        // What does not exist is not bound: as RabbitMQ, no error.
        if (connection.Server.Broker.Queues.Find(Vhost, queue) is { } known)
        {
            MustBeOurs(known);
            ExchangeOutcome outcome = await connection.Server.Broker.Exchanges.UnbindAsync(
                Vhost, exchange, DestinationKind.Queue, queue, key, arguments, CancellationToken.None);
            if (outcome.Error is not (ExchangeError.ExchangeNotFound or ExchangeError.QueueNotFound))
                ExchangeMethods.MustBeDone(outcome, Vhost);
        }

        lock (connection.Output.Gate) QueueUnbindOk.Write(connection.Output.Buffer, channel.Number);
    }

    private async ValueTask PurgeAsync(AmqpChannel channel, Queue queue, bool noWait)
    {
        await connection.CommitAndWaitAsync();
        long purged = await queue.PurgeAsync();
        if (!noWait)
            lock (connection.Output.Gate) QueuePurgeOk.Write(connection.Output.Buffer, channel.Number, Count(purged));
    }

    private async ValueTask DeleteAsync(AmqpChannel channel, string name, bool ifUnused, bool ifEmpty, bool noWait)
    {
        await connection.CommitAndWaitAsync();
        long messages = 0;
        if (connection.Server.Broker.Queues.Find(Vhost, name) is { } queue)
        {
            MustBeOurs(queue);
            if (ifUnused && queue.ConsumerCount > 0)
                throw new AmqpException(ReplyCode.PreconditionFailed, $"queue '{name}' in vhost '{Vhost}' in use");
            messages = StreamArguments.IsDeclared(queue) ? 0 : queue.ReadyCount;
            if (ifEmpty && messages > 0)
            {
                throw new AmqpException(
                    ReplyCode.PreconditionFailed, $"queue '{name}' in vhost '{Vhost}' not empty");
            }

            connection.Deleting = queue;
            await DeleteAsync(queue);
        }

        lock (connection.Output.Gate)
        {
            if (!noWait) QueueDeleteOk.Write(connection.Output.Buffer, channel.Number, Count(messages));
            // As RabbitMQ: who deletes the queue hears of that first, and of its own consumers' end then.
            foreach (ChannelConsumer consumer in connection.Orphans) consumer.WriteCancel();
            connection.Orphans.Clear();
            connection.Deleting = null;
        }
    }

    private async ValueTask DeleteAsync(Queue queue)
    {
        await connection.Server.Broker.Queues.DeleteAsync(queue, CancellationToken.None);
        connection.ExclusiveQueues.Remove(queue);
    }

    private static uint Count(long count) => (uint)Math.Min(count, uint.MaxValue);
}
