using Weir.Broker.Queues;
using Weir.Storage;

namespace Weir.Broker.Tests.Queues;

public sealed class QueueRecordTests
{
    [Fact]
    public void It_keeps_everything_but_the_owner()
    {
        var options = new QueueOptions
        {
            IsAutoDelete = true,
            SingleActiveConsumer = true,
            CountsDeliveries = true,
            MessageTtlMs = 0,
            ExpiresMs = 5,
            DeliveryLimit = 3,
            DeadLetterExchange = "",
            DeadLetterRoutingKey = "dead",
            Declaration = new byte[] { 1, 2, 3 },
        };
        (QueueOptions read, bool survives) = QueueRecord.Decode("k", QueueRecord.Encode(options));
        Assert.True(survives);
        Assert.Equal(options.Declaration.ToArray(), read.Declaration.ToArray());
        Assert.Equal(options with { Declaration = default }, read with { Declaration = default });
    }

    [Fact]
    public void Transient_and_exclusive_queues_do_not_survive()
    {
        Assert.False(QueueRecord.Decode("k", QueueRecord.Encode(new QueueOptions { IsDurable = false })).Survives);
        Assert.False(
            QueueRecord.Decode("k", QueueRecord.Encode(new QueueOptions { ExclusiveOwner = new object() })).Survives);
    }

    [Fact]
    public void Every_cut_is_reported()
    {
        byte[] bytes = QueueRecord.Encode(new QueueOptions { DeadLetterExchange = "dlx", Declaration = new byte[9] });
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<DamagedDataException>(() => QueueRecord.Decode("k", bytes.AsSpan(0, length)));
    }
}
