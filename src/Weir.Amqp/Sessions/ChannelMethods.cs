using Weir.Amqp.Wire;
using Weir.Broker.Queues;

namespace Weir.Amqp.Sessions;

/// <summary>
/// The methods of an open channel. Those that are done at once give a completed task; the others copy what they need
/// first, because the arguments are gone when they come back.
/// </summary>
internal sealed class ChannelMethods
{
    private readonly AmqpConnection _connection;
    private readonly QueueMethods _queues;
    private readonly ExchangeMethods _exchanges;
    private readonly BasicMethods _basic;
    private readonly TransactionMethods _transactions;

    public ChannelMethods(AmqpConnection connection)
    {
        _connection = connection;
        _queues = new QueueMethods(connection);
        _exchanges = new ExchangeMethods(connection);
        _basic = new BasicMethods(connection, _queues);
        _transactions = new TransactionMethods(connection);
    }

    public ValueTask Handle(AmqpChannel channel, MethodId id, ReadOnlySpan<byte> arguments)
    {
        switch (id)
        {
            case MethodId.BasicPublish:
                channel.Content.Begin(Read<BasicPublish>(BasicPublish.TryRead(arguments, out var publish), publish));
                return default;
            case MethodId.BasicAck:
                _basic.Ack(channel, Read(BasicAck.TryRead(arguments, out var ack), ack));
                return default;
            case MethodId.BasicNack:
                var nack = Read(BasicNack.TryRead(arguments, out var nacked), nacked);
                _basic.Nack(channel, nack.DeliveryTag, nack.Multiple, nack.Requeue);
                return default;
            case MethodId.BasicReject:
                var reject = Read(BasicReject.TryRead(arguments, out var rejected), rejected);
                _basic.Nack(channel, reject.DeliveryTag, false, reject.Requeue);
                return default;
            case MethodId.BasicQos:
                _basic.Qos(channel, Read(BasicQos.TryRead(arguments, out var qos), qos));
                return default;
            case MethodId.BasicConsume:
                _basic.Consume(channel, Read(BasicConsume.TryRead(arguments, out var consume), consume));
                return default;
            case MethodId.BasicCancel:
                return _basic.Cancel(channel, Read(BasicCancel.TryRead(arguments, out var cancel), cancel));
            case MethodId.BasicGet:
                return _basic.Get(channel, Read(BasicGet.TryRead(arguments, out var get), get));
            case MethodId.BasicRecover:
                _basic.Recover(channel, Read(BasicRecover.TryRead(arguments, out var recover), recover).Requeue, true);
                return default;
            case MethodId.BasicRecoverAsync:
                var async = Read(BasicRecoverAsync.TryRead(arguments, out var recovered), recovered);
                _basic.Recover(channel, async.Requeue, false);
                return default;
            default:
                return HandleTopology(channel, id, arguments);
        }
    }

    /// <summary>A consumer left; an auto-delete queue goes with its last.</summary>
    public ValueTask RemoveAsync(Queue queue, bool wasLast) => _queues.OnConsumerLeftAsync(queue, wasLast);

    private ValueTask HandleTopology(AmqpChannel channel, MethodId id, ReadOnlySpan<byte> arguments)
    {
        switch (id)
        {
            case MethodId.QueueDeclare:
                return _queues.Declare(channel, Read(QueueDeclare.TryRead(arguments, out var declare), declare));
            case MethodId.QueueBind:
                return _queues.Bind(channel, Read(QueueBind.TryRead(arguments, out var bind), bind));
            case MethodId.QueueUnbind:
                return _queues.Unbind(channel, Read(QueueUnbind.TryRead(arguments, out var unbind), unbind));
            case MethodId.QueuePurge:
                return _queues.Purge(channel, Read(QueuePurge.TryRead(arguments, out var purge), purge));
            case MethodId.QueueDelete:
                return _queues.Delete(channel, Read(QueueDelete.TryRead(arguments, out var delete), delete));
            case MethodId.ExchangeDeclare:
                return _exchanges.Declare(channel, Read(ExchangeDeclare.TryRead(arguments, out var named), named));
            case MethodId.ExchangeDelete:
                return _exchanges.Delete(channel, Read(ExchangeDelete.TryRead(arguments, out var deleted), deleted));
            case MethodId.ExchangeBind:
                return _exchanges.Bind(channel, Read(ExchangeBind.TryRead(arguments, out var bound), bound));
            case MethodId.ExchangeUnbind:
                return _exchanges.Unbind(channel, Read(ExchangeUnbind.TryRead(arguments, out var unbound), unbound));
            case MethodId.TxSelect or MethodId.TxCommit or MethodId.TxRollback:
                return _transactions.Handle(channel, id);
            default:
                HandleChannel(channel, id, arguments);
                return default;
        }
    }

    private void HandleChannel(AmqpChannel channel, MethodId id, ReadOnlySpan<byte> arguments)
    {
        switch (id)
        {
            case MethodId.ConfirmSelect:
                if (channel.Mode == ChannelMode.Transaction)
                    throw new AmqpException(ReplyCode.PreconditionFailed, "cannot switch from tx to confirm mode");
                channel.Mode = ChannelMode.Confirm;
                if (Read(ConfirmSelect.TryRead(arguments, out var select), select).NoWait) return;
                lock (_connection.Output.Gate) ConfirmSelectOk.Write(_connection.Output.Buffer, channel.Number);
                return;
            case MethodId.ChannelFlow:
                if (!Read(ChannelFlow.TryRead(arguments, out var flow), flow).Active)
                    throw new AmqpException(ReplyCode.NotImplemented, "active=false");
                lock (_connection.Output.Gate) ChannelFlowOk.Write(_connection.Output.Buffer, channel.Number, true);
                return;
            case MethodId.AccessRequest:
                lock (_connection.Output.Gate) AccessRequestOk.Write(_connection.Output.Buffer, channel.Number, 1);
                return;
            default:
                throw new AmqpException(ReplyCode.CommandInvalid, "unimplemented method");
        }
    }

    private static T Read<T>(bool isWellFormed, T method)
        where T : allows ref struct =>
        isWellFormed ? method : throw AmqpException.Of(WireError.MalformedMethod);
}
