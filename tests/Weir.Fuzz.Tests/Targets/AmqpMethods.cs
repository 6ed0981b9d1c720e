using System.Buffers.Binary;
using Weir.Amqp.Wire;
using Weir.Fuzz.Tests.Engine;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// The arguments of every method: the input's first four octets are the method's number, as on the wire. What is read
/// of the methods with most arguments is written and read again.
/// </summary>
internal sealed class AmqpMethods : FuzzTarget
{
    private static readonly Dictionary<MethodId, Func<ReadOnlyMemory<byte>, bool>> Readers = [];

    static AmqpMethods()
    {
        Add<AccessRequest>(AccessRequest.Id, AccessRequest.TryRead);
        Add<AccessRequestOk>(AccessRequestOk.Id, AccessRequestOk.TryRead);
        Add<BasicAck>(BasicAck.Id, BasicAck.TryRead);
        Add<BasicCancel>(BasicCancel.Id, BasicCancel.TryRead);
        Add<BasicCancelOk>(BasicCancelOk.Id, BasicCancelOk.TryRead);
        Add<BasicConsume>(BasicConsume.Id, BasicConsume.TryRead);
        Add<BasicConsumeOk>(BasicConsumeOk.Id, BasicConsumeOk.TryRead);
        Add<BasicDeliver>(BasicDeliver.Id, BasicDeliver.TryRead);
        Add<BasicGet>(BasicGet.Id, BasicGet.TryRead);
        Add<BasicGetEmpty>(BasicGetEmpty.Id, BasicGetEmpty.TryRead);
        Add<BasicGetOk>(BasicGetOk.Id, BasicGetOk.TryRead);
        Add<BasicNack>(BasicNack.Id, BasicNack.TryRead);
        Add<BasicPublish>(BasicPublish.Id, BasicPublish.TryRead);
        Add<BasicQos>(BasicQos.Id, BasicQos.TryRead);
        Add<BasicQosOk>(BasicQosOk.Id, BasicQosOk.TryRead);
        Add<BasicRecover>(BasicRecover.Id, BasicRecover.TryRead);
        Add<BasicRecoverAsync>(BasicRecoverAsync.Id, BasicRecoverAsync.TryRead);
        Add<BasicRecoverOk>(BasicRecoverOk.Id, BasicRecoverOk.TryRead);
        Add<BasicReject>(BasicReject.Id, BasicReject.TryRead);
        Add<BasicReturn>(BasicReturn.Id, BasicReturn.TryRead);
        Add<ChannelClose>(ChannelClose.Id, ChannelClose.TryRead);
        Add<ChannelCloseOk>(ChannelCloseOk.Id, ChannelCloseOk.TryRead);
        Add<ChannelFlow>(ChannelFlow.Id, ChannelFlow.TryRead);
        Add<ChannelFlowOk>(ChannelFlowOk.Id, ChannelFlowOk.TryRead);
        Add<ChannelOpen>(ChannelOpen.Id, ChannelOpen.TryRead);
        Add<ChannelOpenOk>(ChannelOpenOk.Id, ChannelOpenOk.TryRead);
        Add<ConfirmSelect>(ConfirmSelect.Id, ConfirmSelect.TryRead);
        Add<ConfirmSelectOk>(ConfirmSelectOk.Id, ConfirmSelectOk.TryRead);
        Add<ConnectionBlocked>(ConnectionBlocked.Id, ConnectionBlocked.TryRead);
        Add<ConnectionClose>(ConnectionClose.Id, ConnectionClose.TryRead);
        Add<ConnectionCloseOk>(ConnectionCloseOk.Id, ConnectionCloseOk.TryRead);
        Add<ConnectionOpen>(ConnectionOpen.Id, ConnectionOpen.TryRead);
        Add<ConnectionOpenOk>(ConnectionOpenOk.Id, ConnectionOpenOk.TryRead);
        Add<ConnectionSecure>(ConnectionSecure.Id, ConnectionSecure.TryRead);
        Add<ConnectionSecureOk>(ConnectionSecureOk.Id, ConnectionSecureOk.TryRead);
        Add<ConnectionStart>(ConnectionStart.Id, ConnectionStart.TryRead);
        Add<ConnectionStartOk>(ConnectionStartOk.Id, ConnectionStartOk.TryRead);
        Add<ConnectionTune>(ConnectionTune.Id, ConnectionTune.TryRead);
        Add<ConnectionTuneOk>(ConnectionTuneOk.Id, ConnectionTuneOk.TryRead);
        Add<ConnectionUnblocked>(ConnectionUnblocked.Id, ConnectionUnblocked.TryRead);
        Add<ConnectionUpdateSecret>(ConnectionUpdateSecret.Id, ConnectionUpdateSecret.TryRead);
        Add<ConnectionUpdateSecretOk>(ConnectionUpdateSecretOk.Id, ConnectionUpdateSecretOk.TryRead);
        Add<ExchangeBind>(ExchangeBind.Id, ExchangeBind.TryRead);
        Add<ExchangeBindOk>(ExchangeBindOk.Id, ExchangeBindOk.TryRead);
        Add<ExchangeDeclare>(ExchangeDeclare.Id, ExchangeDeclare.TryRead);
        Add<ExchangeDeclareOk>(ExchangeDeclareOk.Id, ExchangeDeclareOk.TryRead);
        Add<ExchangeDelete>(ExchangeDelete.Id, ExchangeDelete.TryRead);
        Add<ExchangeDeleteOk>(ExchangeDeleteOk.Id, ExchangeDeleteOk.TryRead);
        Add<ExchangeUnbind>(ExchangeUnbind.Id, ExchangeUnbind.TryRead);
        Add<ExchangeUnbindOk>(ExchangeUnbindOk.Id, ExchangeUnbindOk.TryRead);
        Add<QueueBind>(QueueBind.Id, QueueBind.TryRead);
        Add<QueueBindOk>(QueueBindOk.Id, QueueBindOk.TryRead);
        Add<QueueDeclare>(QueueDeclare.Id, QueueDeclare.TryRead);
        Add<QueueDeclareOk>(QueueDeclareOk.Id, QueueDeclareOk.TryRead);
        Add<QueueDelete>(QueueDelete.Id, QueueDelete.TryRead);
        Add<QueueDeleteOk>(QueueDeleteOk.Id, QueueDeleteOk.TryRead);
        Add<QueuePurge>(QueuePurge.Id, QueuePurge.TryRead);
        Add<QueuePurgeOk>(QueuePurgeOk.Id, QueuePurgeOk.TryRead);
        Add<QueueUnbind>(QueueUnbind.Id, QueueUnbind.TryRead);
        Add<QueueUnbindOk>(QueueUnbindOk.Id, QueueUnbindOk.TryRead);
        Add<TxCommit>(TxCommit.Id, TxCommit.TryRead);
        Add<TxCommitOk>(TxCommitOk.Id, TxCommitOk.TryRead);
        Add<TxRollback>(TxRollback.Id, TxRollback.TryRead);
        Add<TxRollbackOk>(TxRollbackOk.Id, TxRollbackOk.TryRead);
        Add<TxSelect>(TxSelect.Id, TxSelect.TryRead);
        Add<TxSelectOk>(TxSelectOk.Id, TxSelectOk.TryRead);
    }

    private delegate bool Reader<T>(ReadOnlySpan<byte> octets, out T method)
        where T : allows ref struct;

    public override string Name => "amqp-methods";

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (MethodId id in Readers.Keys)
        {
            byte[] empty = new byte[40];
            BinaryPrimitives.WriteUInt32BigEndian(empty, (uint)id);
            yield return empty;
            yield return empty[..4];
        }

        foreach (byte[] stream in AmqpStreams.Real())
        {
            int at = 0;
            while (FrameReader.TryRead(stream.AsSpan(at), 1 << 17, out FrameView frame, out _) == FrameStatus.Complete)
            {
                byte[] payload = frame.Payload.ToArray();
                at += frame.FrameBytes;
                if (frame.Type == FrameType.Method) yield return payload;
            }
        }
    }

    public override string Execute(byte[] input)
    {
        if (!MethodFrame.TryRead(input, out MethodId id, out ReadOnlySpan<byte> arguments)) return "too short";
        if (!Readers.TryGetValue(id, out Func<ReadOnlyMemory<byte>, bool>? reader)) return "unknown method";
        bool isRead = reader(input.AsMemory(FrameLayout.MethodIdBytes));
        if (isRead) WriteAgain(id, arguments);
        return $"{id} {isRead}";
    }

    private static void WriteAgain(MethodId id, ReadOnlySpan<byte> arguments)
    {
        byte[]? again = null;
        if (id == MethodId.QueueDeclare && QueueDeclare.TryRead(arguments, out QueueDeclare queue))
        {
            byte[] name = queue.Queue.ToArray(), table = queue.Arguments.ToArray();
            bool passive = queue.Passive, durable = queue.Durable, exclusive = queue.Exclusive;
            bool autoDelete = queue.AutoDelete, noWait = queue.NoWait;
            again = AmqpStreams.Write(
                o => QueueDeclare.Write(o, 1, name, passive, durable, exclusive, autoDelete, noWait, table));
        }
        else if (id == MethodId.BasicConsume && BasicConsume.TryRead(arguments, out BasicConsume consume))
        {
            byte[] name = consume.Queue.ToArray(), tag = consume.ConsumerTag.ToArray(),
                table = consume.Arguments.ToArray();
            bool noLocal = consume.NoLocal, noAck = consume.NoAck, exclusive = consume.Exclusive,
                noWait = consume.NoWait;
            again = AmqpStreams.Write(o => BasicConsume.Write(o, 1, name, tag, noLocal, noAck, exclusive, noWait,
                table));
        }

        if (again is null) return;
        ReadOnlySpan<byte> written = again.AsSpan(FrameLayout.HeadBytes + FrameLayout.MethodIdBytes)[..^1];

        // The reserved word and the unused bits are not kept; everything else is.
        FuzzException.Require(
            written.Length == arguments.Length && written[2..].CommonPrefixLength(arguments[2..]) >= 1 + arguments[2],
            "writing what was read gives other octets");
    }

    private static void Add<T>(MethodId id, Reader<T> read)
        where T : allows ref struct => Readers.Add(id, octets => read(octets.Span, out T _));
}
