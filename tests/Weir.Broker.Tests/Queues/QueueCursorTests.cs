using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;

namespace Weir.Broker.Tests.Queues;

public sealed class QueueCursorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_replay_and_a_snapshot_are_the_state_that_was_live(int seed)
    {
        var random = new Random(seed);
        var live = new QueueCursor(0);
        var replayed = new QueueCursor(0);
        for (int step = 0; step < 2_000; step++)
        {
            if (random.Next(4) == 0)
            {
                long offset = random.Next(20_000);
                live.ApplyRelease(offset, step);
                byte[] release = new byte[ReleaseEvent.Bytes];
                new ReleaseEvent(new PartitionId(7), offset, step).Write(release);
                ReleaseEvent read = ReleaseEvent.Read(release);
                replayed.ApplyRelease(read.Offset, read.Deliveries);
                continue;
            }

            using var settle = new PooledBufferWriter();
            SettleEvent.Begin(settle, new PartitionId(7), live.Settled.Floor, random.Next(20_000));
            for (int range = random.Next(3); range >= 0; range--)
            {
                long from = random.Next(20_000);
                SettleEvent.AddRange(settle, from, from + 1 + random.Next(50));
            }

            byte[] payload = settle.WrittenSpan.ToArray();
            live.Apply(SettleEvent.Read(payload));
            replayed.Apply(SettleEvent.Read(payload));
        }

        MustBeSame(live, replayed);
        using var snapshot = new PooledBufferWriter();
        live.Write(snapshot);
        ReadOnlySpan<byte> rest = snapshot.WrittenSpan;
        MustBeSame(live, QueueCursor.Read(ref rest));
        Assert.True(rest.IsEmpty);
    }

    [Fact]
    public void A_range_of_any_length_is_applied_at_once()
    {
        var cursor = new QueueCursor(0);
        cursor.ApplyRelease(3, 2);
        cursor.ApplyRelease(1L << 50, 2);
        using var settle = new PooledBufferWriter();
        SettleEvent.Begin(settle, new PartitionId(7), 0, 0);
        SettleEvent.AddRange(settle, 10, 1L << 60);
        cursor.Apply(SettleEvent.Read(settle.WrittenSpan));
        Assert.Equal(2, cursor.DeliveriesOf(3));
        Assert.Equal(0, cursor.DeliveriesOf(1L << 50));
        Assert.Equal([(10, 1L << 60)], cursor.Settled.Ranges());
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, long.MinValue)]
    [InlineData(long.MaxValue, 0)]
    public void Offsets_that_no_log_has_are_damage(long floor, long deliveredUpTo)
    {
        using var settle = new PooledBufferWriter();
        SettleEvent.Begin(settle, new PartitionId(7), floor, deliveredUpTo);
        byte[] payload = settle.WrittenSpan.ToArray();
        Assert.Throws<DamagedDataException>(() => SettleEvent.Read(payload).Floor);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(5, 4)]
    [InlineData(1L << 60, long.MaxValue)]
    public void Ranges_that_no_log_has_are_damage(long from, long to)
    {
        var cursor = new QueueCursor(0);
        using var settle = new PooledBufferWriter();
        SettleEvent.Begin(settle, new PartitionId(7), 0, 0);
        SettleEvent.AddRange(settle, from, to);
        byte[] payload = settle.WrittenSpan.ToArray();
        Assert.Throws<DamagedDataException>(() => cursor.Apply(SettleEvent.Read(payload)));
    }

    [Fact]
    public void What_is_settled_has_no_count()
    {
        var cursor = new QueueCursor(0);
        cursor.ApplyRelease(3, 2);
        Assert.Equal(2, cursor.DeliveriesOf(3));
        using var settle = new PooledBufferWriter();
        SettleEvent.Begin(settle, new PartitionId(7), 0, 0);
        SettleEvent.AddRange(settle, 3, 4);
        cursor.Apply(SettleEvent.Read(settle.WrittenSpan));
        Assert.Equal(0, cursor.DeliveriesOf(3));
    }

    private static void MustBeSame(QueueCursor expected, QueueCursor actual)
    {
        Assert.Equal(expected.Settled.Floor, actual.Settled.Floor);
        Assert.Equal(expected.DeliveredUpTo, actual.DeliveredUpTo);
        Assert.Equal(expected.Settled.Ranges(), actual.Settled.Ranges());
        for (long offset = 0; offset < 20_000; offset++)
            Assert.Equal(expected.DeliveriesOf(offset), actual.DeliveriesOf(offset));
    }
}
