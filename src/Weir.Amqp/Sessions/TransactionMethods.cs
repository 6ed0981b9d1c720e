using Weir.Amqp.Wire;
using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Amqp.Sessions;

/// <summary>
/// Class tx: publishes and settlements are gathered by the channel and stored as one frame at commit, so they happen
/// all or not at all; a rejected message and its dead letter are part of it. Messages that come back are released, and
/// direct replies sent, after that.
/// </summary>
internal sealed class TransactionMethods(AmqpConnection connection)
{
    private readonly CommitWaiter _waiter = new();

    public ValueTask Handle(AmqpChannel channel, MethodId id)
    {
        if (id == MethodId.TxSelect)
        {
            Select(channel);
            return default;
        }

        if (channel.Transaction is not { } transaction)
            throw new AmqpException(ReplyCode.PreconditionFailed, "channel is not transactional");
        if (id == MethodId.TxCommit) return CommitAsync(channel, transaction);
        Rollback(channel, transaction);
        return default;
    }

    private void Select(AmqpChannel channel)
    {
        if (channel.Mode == ChannelMode.Confirm)
            throw new AmqpException(ReplyCode.PreconditionFailed, "cannot switch from confirm to tx mode");
        channel.Mode = ChannelMode.Transaction;
        channel.Transaction ??= new ChannelTransaction(connection.Session);
        lock (connection.Output.Gate) TxSelectOk.Write(connection.Output.Buffer, channel.Number);
    }

    private async ValueTask CommitAsync(AmqpChannel channel, ChannelTransaction transaction)
    {
        connection.Commit();
        if (transaction.IsRefused)
            throw new AmqpException(ReplyCode.PreconditionFailed, "partial tx completion");
        foreach (UnackedEntry entry in transaction.Settled)
            if (!entry.IsOfStream) connection.Settlements.Add(entry.Queue!, entry.Message);
        foreach (UnackedEntry entry in transaction.Rejected)
        {
            await entry.Queue!.DeadLetterAsync(entry.Message, DeathReason.Rejected, transaction.Publishes);
            connection.Settlements.AddRejected(entry.Queue, entry.Message);
        }

        if (!transaction.Publishes.TryCommitWith(connection.Settlements, out CommitPoint point))
        {
            connection.Settlements.Clear();
            throw new AmqpException(
                ReplyCode.NotImplemented,
                "a transaction over logs of several shards is not served: queues of one virtual host share a shard, " +
                "each partition of a topic has its own");
        }

        if (point.Shard is not null)
        {
            connection.Track(point);
            if (await point.Shard.WaitAsync(point.Lsn, _waiter) != Commit.Done)
                throw new StorageFailedException($"a commit of {point.Shard.Id} failed");
        }

        BasicMethods.Release(transaction.Released, connection.Session);
        channel.ReturnCredit(transaction.Settled);
        channel.ReturnCredit(transaction.Released);
        channel.ReturnCredit(transaction.Rejected);
        foreach (PendingReply reply in transaction.Replies)
            connection.Server.Replies.TryDeliver(connection.Namespace, reply.Address, reply.Properties, reply.Body);
        lock (connection.Output.Gate)
        {
            connection.Output.Buffer.Write(transaction.Returns.WrittenSpan);
            TxCommitOk.Write(connection.Output.Buffer, channel.Number);
        }

        transaction.Clear();
    }

    private void Rollback(AmqpChannel channel, ChannelTransaction transaction)
    {
        transaction.Settled.AddRange(transaction.Released);
        transaction.Settled.AddRange(transaction.Rejected);
        channel.Restore(transaction.Settled);
        transaction.Clear();
        lock (connection.Output.Gate) TxRollbackOk.Write(connection.Output.Buffer, channel.Number);
    }
}
