using System.Diagnostics.CodeAnalysis;
using Weir.Amqp.Wire;
using Weir.Broker.Queues;
using Weir.Broker.Sessions;
using Weir.Broker.Streams;
using Weir.Broker.Tracing;
using Weir.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>
/// One channel: its consumers, its unsettled deliveries and its mode. The session changes it; dispatchers deliver
/// through it meanwhile, so what both touch is guarded by <see cref="Sync"/>, which is taken before the output's lock.
/// </summary>
internal sealed class AmqpChannel(AmqpConnection connection, ushort number) : IClientChannel, IDisposable
{
    private readonly Dictionary<string, ChannelConsumer> _consumers = new(StringComparer.Ordinal);
    private readonly UnackedList _unacked = new();
    private readonly PooledBufferWriter _properties = new();
    private readonly PooledBufferWriter _table = new();
    private readonly PooledBufferWriter _rewritten = new();
    private ulong _lastTag;
    private bool _isStarved;

    public ushort Number { get; } = number;

    public AmqpConnection Connection { get; } = connection;

    public ConnectionOutput Output => Connection.Output;

    public Lock Sync { get; } = new();

    public IncomingContent Content { get; } = new(connection.Unfinished);

    public ChannelMode Mode { get; set; }

    public ChannelTransaction? Transaction { get; set; }

    /// <summary>Publishes since confirm.select.</summary>
    public ulong Published { get; set; }

    /// <summary>The last publish confirmed; for the confirm loop.</summary>
    public ulong Confirmed { get; set; }

    /// <summary>It has published since the last commit and wants a confirmation.</summary>
    public bool IsConfirming { get; set; }

    /// <summary>The server closed it and waits for the client to agree.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Nothing more is delivered or confirmed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>For consumers to come; 0 is no limit.</summary>
    public int Prefetch { get; set; }

    /// <summary>For all consumers together; 0 is no limit.</summary>
    public int Limit { get; set; }

    /// <summary>Unsettled deliveries to consumers. Under <see cref="Sync"/>.</summary>
    public int Outstanding { get; set; }

    /// <summary>Set while the channel waits for direct replies. Changed under <see cref="Sync"/>.</summary>
    public ReplyConsumer? Replies { get; private set; }

    int IClientChannel.Number => Number;

    string IClientChannel.Mode => Mode switch
    {
        ChannelMode.Confirm => "confirm",
        ChannelMode.Transaction => "transaction",
        _ => "none",
    };

    int IClientChannel.Unsettled
    {
        get
        {
            lock (Sync) return _unacked.Count;
        }
    }

    IReadOnlyList<(Queue Queue, QueueConsumer Consumer)> IClientChannel.Consumers
    {
        get
        {
            lock (Sync) return [.. _consumers.Values.Select(static c => (c.Queue, c.Registration!))];
        }
    }

    /// <summary>The queue that an empty name stands for.</summary>
    public string? LastQueue { get; set; }

    /// <summary>Under <see cref="Sync"/>.</summary>
    public bool TryTakeCredit()
    {
        if (Limit > 0 && Outstanding >= Limit)
        {
            _isStarved = true;
            return false;
        }

        Outstanding++;
        return true;
    }

    /// <summary>Writes a delivery to the consumer. Under <see cref="Sync"/>.</summary>
    public void Deliver(ChannelConsumer consumer, in Delivery delivery)
    {
        ulong tag = ++_lastTag;
        if (!consumer.NoAck) _unacked.Add(new UnackedEntry(tag, delivery.Queue, delivery.Message, consumer));
        if (MessageTracing.IsOn) MessageTracing.Delivered("amqp", delivery);
        Describe(delivery, out var exchange, out var key, out var properties);
        if (consumer.Stream is not null) AddOffset(delivery.Message.Offset, ref properties);
        lock (Output.Gate)
        {
            Connection.Session.Delivered++;
            ContentWriter.WriteDeliver(
                Output.Buffer, Connection.FrameMax, Number, consumer.TagBytes, tag, delivery.IsRedelivered, exchange,
                key, properties, delivery.Record.Value);
        }
    }

    /// <summary>Writes the answer to basic.get.</summary>
    public void Answer(in Delivery delivery, bool noAck)
    {
        lock (Sync)
        {
            ulong tag = ++_lastTag;
            if (!noAck) _unacked.Add(new UnackedEntry(tag, delivery.Queue, delivery.Message, null));
            if (MessageTracing.IsOn) MessageTracing.Delivered("amqp", delivery);
            Describe(delivery, out var exchange, out var key, out var properties);
            uint left = (uint)Math.Min(delivery.Queue.ReadyCount, uint.MaxValue);
            lock (Output.Gate)
            {
                Connection.Session.Delivered++;
                BasicGetOk.Write(Output.Buffer, Number, tag, delivery.IsRedelivered, exchange, key, left);
                ContentWriter.WriteContent(
                    Output.Buffer, Connection.FrameMax, Number, properties, delivery.Record.Value);
            }
        }
    }

    /// <summary>Takes deliveries that the client settles, and gives their credit back unless a commit will.</summary>
    public void Take(ulong tag, bool multiple, List<UnackedEntry> taken)
    {
        int before = taken.Count;
        lock (Sync)
        {
            if (!_unacked.TryTake(tag, multiple, taken))
                throw new AmqpException(ReplyCode.PreconditionFailed, $"unknown delivery tag {tag}");
            if (Mode != ChannelMode.Transaction) ReturnCredit(taken, before);
        }
    }

    public void TakeAll(List<UnackedEntry> taken)
    {
        lock (Sync)
        {
            int before = taken.Count;
            _unacked.TakeAll(taken);
            ReturnCredit(taken, before);
        }
    }

    public void Restore(List<UnackedEntry> entries)
    {
        lock (Sync) _unacked.Restore(entries);
    }

    /// <summary>The deliveries were settled or released: their consumers may have more.</summary>
    public void ReturnCredit(List<UnackedEntry> entries)
    {
        lock (Sync) ReturnCredit(entries, 0);
    }

    /// <summary>The consumer of that tag, if the channel has it.</summary>
    public bool TryFindConsumer(string tag, [NotNullWhen(true)] out ChannelConsumer? consumer)
    {
        lock (Sync) return _consumers.TryGetValue(tag, out consumer);
    }

    /// <summary>
    /// Registers the consumer at its queue, or as a reader of the stream; the client hears of it before the first
    /// delivery.
    /// </summary>
    public bool TryConsume(
        ChannelConsumer consumer, QueueConsumer registration, StreamStart? start, bool noWait)
    {
        lock (Sync)
        {
            consumer.Registration = registration;
            if (start is { } from)
            {
                consumer.Stream = consumer.Queue.NewReader(registration, from);
                if (!consumer.Queue.TryBeginReading(consumer.Stream)) return false;
            }
            else if (!consumer.Queue.TryAddConsumer(registration)) return false;
            _consumers.Add(consumer.Tag, consumer);
            if (noWait) return true;
            lock (Output.Gate) BasicConsumeOk.Write(Output.Buffer, Number, consumer.TagBytes);
        }

        return true;
    }

    /// <summary>Begins to wait for direct replies.</summary>
    public void WaitForReplies(string tag, bool noWait)
    {
        lock (Sync)
        {
            Replies = Connection.Server.Replies.Add(this, tag);
            if (noWait) return;
            lock (Output.Gate) BasicConsumeOk.Write(Output.Buffer, Number, Replies.TagBytes);
        }
    }

    public void StopReplies()
    {
        lock (Sync)
        {
            if (Replies is { } consumer) Connection.Server.Replies.Remove(consumer);
            Replies = null;
        }
    }

    /// <summary>Writes a direct reply; false when it is not wanted any more, or too much is unsent.</summary>
    public bool TryReply(
        ReplyConsumer consumer, ReadOnlySpan<byte> address, ReadOnlySpan<byte> properties, ReadOnlySpan<byte> body)
    {
        lock (Sync)
        {
            if (!ReferenceEquals(consumer, Replies)) return false;
            lock (Output.Gate)
            {
                if (Output.IsBroken
                    || Output.Buffer.WrittenBytes > Connection.Server.Options.UnsentReplyBytesMax) return false;
                ContentWriter.WriteDeliver(
                    Output.Buffer, Connection.FrameMax, Number, consumer.TagBytes, ++_lastTag, false, default, address,
                    properties, body);
            }
        }

        Output.Flush();
        return true;
    }

    /// <summary>Ends a consumer: nothing is delivered to it after this. True when its queue has none left.</summary>
    public bool Cancel(ChannelConsumer consumer)
    {
        lock (Sync)
        {
            consumer.IsCancelled = true;
            _consumers.Remove(consumer.Tag);
        }

        return consumer.Leave();
    }

    /// <summary>The queue went away under the consumer: tells the client, if it wants to know.</summary>
    public void OnQueueGone(ChannelConsumer consumer)
    {
        lock (Sync)
        {
            if (consumer.IsCancelled) return;
            consumer.IsCancelled = true;
            _consumers.Remove(consumer.Tag);
            if (!Connection.Client.WantsCancelNotify) return;
            lock (Output.Gate)
            {
                if (ReferenceEquals(consumer.Queue, Connection.Deleting)) Connection.Orphans.Add(consumer);
                else WriteCancel(consumer);
            }
        }

        Output.Flush();
    }

    /// <summary>Under the output's lock.</summary>
    public void WriteCancel(ChannelConsumer consumer) =>
        BasicCancel.Write(Output.Buffer, Number, consumer.TagBytes, noWait: true);

    /// <summary>Ends deliveries; gives back the consumers there were, and what was unsettled.</summary>
    public List<ChannelConsumer> Close(List<UnackedEntry> unsettled)
    {
        lock (Sync)
        {
            IsClosed = true;
            StopReplies();
            List<ChannelConsumer> consumers = [.. _consumers.Values];
            foreach (ChannelConsumer consumer in consumers) consumer.IsCancelled = true;
            _consumers.Clear();
            _unacked.TakeAll(unsettled);
            if (Transaction is { } transaction)
            {
                unsettled.AddRange(transaction.Settled);
                unsettled.AddRange(transaction.Released);
                unsettled.AddRange(transaction.Rejected);
                transaction.Clear();
            }

            return consumers;
        }
    }

    public void Dispose()
    {
        Content.Dispose();
        Transaction?.Dispose();
        lock (Sync)
        {
            _properties.Dispose();
            _table.Dispose();
            _rewritten.Dispose();
        }
    }

    private void Describe(
        in Delivery delivery,
        out ReadOnlySpan<byte> exchange,
        out ReadOnlySpan<byte> key,
        out ReadOnlySpan<byte> properties)
    {
        if (RecordMapping.TryReadOriginal(delivery.Record, out exchange, out properties))
        {
            key = delivery.Record.Key;
            if (delivery.Releases > 0 && delivery.Queue.Options.CountsDeliveries)
                AddCount(delivery.Releases, ref properties);
            return;
        }

        RecordMapping.WriteForeign(_properties, _table, delivery.Record, delivery.TimestampMs);
        properties = _properties.WrittenSpan;
        key = delivery.Queue.NameUtf8;
    }

    /// <summary>How often it came back, as quorum queues tell.</summary>
    private void AddCount(int releases, ref ReadOnlySpan<byte> properties)
    {
        if (!BasicProperties.TryRead(properties, out BasicProperties original)) return;
        _properties.Clear();
        FieldValue count = FieldValue.FromInt64(releases);
        if (BasicPropertiesWriter.RewriteHeader(_properties, original, "x-delivery-count"u8, count) == WireError.None)
            properties = _properties.WrittenSpan;
    }

    /// <summary>Where it lies in its partition, so that the client can go on from there.</summary>
    private void AddOffset(long offset, ref ReadOnlySpan<byte> properties)
    {
        if (!BasicProperties.TryRead(properties, out BasicProperties original)) return;
        _table.Clear();
        WireError error =
            HeaderTable.Set(_table, original.Headers, "x-stream-offset"u8, FieldValue.FromInt64(offset));
        if (error != WireError.None) return;
        _rewritten.Clear();
        BasicPropertiesWriter.Rewrite(_rewritten, original, _table.WrittenSpan);
        properties = _rewritten.WrittenSpan;
    }

    private void ReturnCredit(List<UnackedEntry> entries, int from)
    {
        for (int i = from; i < entries.Count; i++)
        {
            if (entries[i].Consumer is not { } consumer) continue;
            Outstanding--;
            consumer.Outstanding--;
            if (!consumer.IsStarved) continue;
            consumer.IsStarved = false;
            Connection.WakeLater(consumer.Source);
        }

        WakeStarved();
    }

    /// <summary>The channel's limit was raised, or something was settled. Under <see cref="Sync"/>.</summary>
    public void WakeStarved()
    {
        if (!_isStarved) return;
        _isStarved = false;
        foreach (ChannelConsumer consumer in _consumers.Values) Connection.WakeLater(consumer.Source);
    }
}
