using System.Buffers;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage.Logs;
using Weir.Storage.Memory;
using Weir.Wire.Records;

namespace Weir.Broker.Tests.Queues;

/// <summary>Limits as those meet them who append whole batches, in whatever protocol.</summary>
public sealed class QueueLimitTests
{
    [Theory]
    [InlineData(CompressionCodec.None)]
    [InlineData(CompressionCodec.Gzip)]
    public async Task A_batch_that_does_not_fit_is_refused_whole_and_its_repetition_is_not(CompressionCodec codec)
    {
        await using MessageBroker broker = await OpenAsync();
        var options = new QueueOptions { BytesMax = 100, LengthMax = 3, Overflow = QueueOverflow.Reject };
        Queue queue = (await broker.Queues.DeclareAsync("/", "q", options, default)).Queue!;
        Partition partition = queue.Topic.Partitions[0];
        Assert.Equal(AppendError.None, Append(partition, codec, 0, 40, 40));
        Assert.Equal(AppendError.Full, Append(partition, codec, 2, 1, 1));
        Assert.Equal(AppendError.Full, Append(partition, codec, 2, 21));
        Assert.Equal(AppendError.None, Append(partition, codec, 2, 20));
        Assert.Equal(AppendError.Duplicate, Append(partition, codec, 2, 20));
    }

    [Fact]
    public async Task A_publish_that_is_given_up_leaves_its_room_to_others()
    {
        await using MessageBroker broker = await OpenAsync();
        var options = new QueueOptions { LengthMax = 1, Overflow = QueueOverflow.Reject };
        Queue queue = (await broker.Queues.DeclareAsync("/", "q", options, default)).Queue!;
        using var mine = new PublishBatch();
        using var theirs = new PublishBatch();
        Assert.True(Add(mine, queue));
        Assert.False(Add(theirs, queue));
        Assert.True(theirs.IsEmpty);
        mine.Clear();
        Assert.True(Add(theirs, queue));
        theirs.Commit([]);
        Assert.False(Add(mine, queue));
    }

    [Fact]
    public async Task A_limit_that_comes_later_cuts_what_is_there()
    {
        await using MessageBroker broker = await OpenAsync();
        Queue queue = (await broker.Queues.DeclareAsync("/", "q", new QueueOptions(), default)).Queue!;
        using var batch = new PublishBatch();
        for (int i = 0; i < 1_000; i++) Add(batch, queue);
        await CommitAsync(batch);
        Assert.Equal(1_000, queue.ReadyCount);
        queue.SetOptions(queue.Options with { BytesMax = 70 });
        await queue.ExpireAsync();
        Assert.Equal(7, queue.ReadyCount);
        queue.SetOptions(queue.Options with { BytesMax = null, LengthMax = 5 });
        await queue.ExpireAsync();
        Assert.Equal(5, queue.ReadyCount);
        queue.SetOptions(queue.Options with { LengthMax = null });
        for (int i = 0; i < 10; i++) Add(batch, queue);
        await CommitAsync(batch);
        await queue.ExpireAsync();
        Assert.Equal(15, queue.ReadyCount);
    }

    [Fact]
    public async Task What_was_taken_out_of_turn_and_lies_below_the_start_of_the_log_makes_no_room()
    {
        await using MessageBroker broker = await OpenAsync();
        var options = new QueueOptions { LengthMax = 4 };
        Queue queue = (await broker.Queues.DeclareAsync("/", "q", options, default)).Queue!;
        using var batch = new PublishBatch();
        for (int i = 0; i < 4; i++) Add(batch, queue);
        await CommitAsync(batch);
        Assert.Equal(1, await queue.MoveAsync(0, [1], (PublishBatch copies, in Delivery _) => true));
        var first = await queue.GetAsync<object>(static (in Delivery delivery) => delivery.Message);
        using var settled = new Settlements();
        settled.Add(queue, (MessageRef)first!);
        settled.Commit();
        Assert.Equal(2, queue.ReadyCount);
        for (int i = 0; i < 3; i++) Add(batch, queue);
        await CommitAsync(batch);
        await queue.ExpireAsync();
        PartitionLog log = queue.Topic.Partitions[0].Log;
        Assert.Equal(4, log.ReadableEnd - log.StartOffset);
    }

    internal static ValueTask<MessageBroker> OpenAsync() => MessageBroker.OpenAsync(
        new MemoryEngine(), new BrokerOptions(), TimeProvider.System, CancellationToken.None);

    private static async Task CommitAsync(PublishBatch batch)
    {
        List<CommitPoint> points = [];
        batch.Commit(points);
        foreach (CommitPoint point in points)
            await point.Shard.WaitAsync(point.Lsn, new CommitWaiter());
    }

    private static bool Add(PublishBatch batch, Queue queue) =>
        batch.Add(queue.Topic.Partitions[0], 0, default, "ten bytes!"u8, default, 0);

    private static AppendError Append(Partition partition, CompressionCodec codec, int sequence, params int[] sizes)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(0, codec, producerId: 7, producerEpoch: 0, baseSequence: sequence);
        foreach (int size in sizes) builder.Add(0, default, true, new byte[size], false, default, 0);
        byte[] batch = builder.Complete().ToArray();
        RecordBatchHeader.TryRead(batch, out RecordBatchHeader header);
        return partition.Append(new ReadOnlySequence<byte>(batch), header).Error;
    }
}
