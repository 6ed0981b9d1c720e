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
            LengthMax = 0,
            BytesMax = long.MaxValue,
            Overflow = QueueOverflow.RejectToDeadLetters,
            PriorityMax = 255,
            DeduplicationWindowMs = 60_000,
            DeduplicationIdsMax = 7,
            IsTraced = true,
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
    public void Its_bytes_keep_their_form()
    {
        byte[] bytes = QueueRecord.Encode(new QueueOptions
        {
            MessageTtlMs = 0x20,
            DeadLetterExchange = "x",
            Declaration = new byte[] { 0x77 },
            LengthMax = 5,
            Overflow = QueueOverflow.Reject,
            IsTraced = true,
        });
        Assert.Equal(
            "02" + "01" + "2000000000000000" + "FFFFFFFFFFFFFFFF" + "FFFFFFFFFFFFFFFF" + "0100000078" + "FFFFFFFF"
            + "0100000077" + "03" + "010500000000000000" + "030100000000000000"
            + "0B0100000000000000",
            Convert.ToHexString(bytes));
        Assert.Equal(
            [
                "LengthMax=1", "BytesMax=2", "Overflow=3", "PriorityMax=4", "RetryBackoff=5", "RetryDelayMs=6",
                "RetryDelayMsMax=7", "RetryMultiplier=8", "DeduplicationWindowMs=9", "DeduplicationIdsMax=10",
                "Trace=11",
            ],
            Enum.GetValues<QueueNumber>().Select(static n => $"{n}={(byte)n}"));
        Assert.Equal(
            ["DropHead=0", "Reject=1", "RejectToDeadLetters=2"],
            Enum.GetValues<QueueOverflow>().Select(static n => $"{n}={(byte)n}"));
    }

    [Fact]
    public void The_first_version_can_be_read()
    {
        byte[] bytes = Convert.FromHexString(
            "01" + "01" + "2000000000000000" + "FFFFFFFFFFFFFFFF" + "FFFFFFFFFFFFFFFF" + "0100000078" + "FFFFFFFF"
            + "0100000077");
        QueueOptions options = QueueRecord.Decode("k", bytes).Options;
        Assert.Equal((0x20L, "x", null), (options.MessageTtlMs, options.DeadLetterExchange, options.LengthMax));
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
        byte[] bytes = QueueRecord.Encode(
            new QueueOptions { DeadLetterExchange = "dlx", LengthMax = 1, Declaration = new byte[9] });
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<DamagedDataException>(() => QueueRecord.Decode("k", bytes.AsSpan(0, length)));
    }
}
