using System.Buffers;
using Weir.Broker.Groups;
using Weir.Storage;

namespace Weir.Broker.Tests.Groups;

public sealed class DamageTests
{
    private static readonly byte[] Sound = History().Journal.ToArray();

    [Fact]
    public void Events_cut_anywhere_inside_one_are_damaged_and_none_is_applied()
    {
        var boundaries = Boundaries(Sound);
        for (var length = 1; length < Math.Min(Sound.Length, 4_000); length++)
        {
            var coordinator = new GroupCoordinator(new GroupOptions());
            if (boundaries.Contains(length))
            {
                coordinator.Apply(Sound.AsSpan(0, length));
                continue;
            }

            Assert.Throws<DamagedDataException>(() => coordinator.Apply(Sound.AsSpan(0, length)));
            Assert.Equal(EmptySnapshot(), SnapshotOf(coordinator));
        }
    }

    [Fact]
    public void A_cut_snapshot_is_damaged_and_leaves_the_state_as_it_was()
    {
        var snapshot = History().Snapshot();
        for (var length = 0; length < snapshot.Length; length++)
        {
            var coordinator = new GroupCoordinator(new GroupOptions());
            Assert.Throws<DamagedDataException>(() => coordinator.Restore(snapshot.AsSpan(0, length)));
            Assert.Equal(EmptySnapshot(), SnapshotOf(coordinator));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_changed_bytes_are_either_sound_or_damaged_and_never_crash(int seed)
    {
        var random = new Random(seed);
        var snapshot = History().Snapshot();
        var damaged = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var isSnapshot = random.Next(2) == 0;
            var bytes = isSnapshot ? (byte[])snapshot.Clone() : (byte[])Sound.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            damaged += IsDamaged(bytes, isSnapshot) ? 1 : 0;
        }

        Assert.InRange(damaged, 500, 2_999);
    }

    [Theory]
    [InlineData("02 01 00000000", "version 2")]
    [InlineData("01 09 04000000 00000000", "kind 9")]
    [InlineData("01 04 FFFFFFFF", "-1 bytes")]
    [InlineData("01 04 05000000 00000000 00", "1 bytes too many")]
    [InlineData("01 04 05000000 01000000 FF", "not UTF-8")]
    [InlineData("01 04 04000000 FFFFFFFF", "a string is missing")]
    [InlineData("01 03 08000000 00000000 FFFFFF7F", "2147483647 items")]
    public void The_message_says_what_is_wrong(string hex, string expected)
    {
        var coordinator = new GroupCoordinator(new GroupOptions());
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var damage = Assert.Throws<DamagedDataException>(() => coordinator.Apply(bytes));
        Assert.Contains(expected, damage.Message, StringComparison.Ordinal);
    }

    // What passes for sound must also serve, and be the same after another round trip.
    private static bool IsDamaged(byte[] bytes, bool isSnapshot)
    {
        var coordinator = new GroupCoordinator(new GroupOptions());
        try
        {
            if (isSnapshot)
                coordinator.Restore(bytes);
            else
                coordinator.Apply(bytes);
        }
        catch (DamagedDataException)
        {
            return true;
        }

        var second = new GroupCoordinator(new GroupOptions());
        second.Restore(SnapshotOf(coordinator));
        Assert.Equal(SnapshotOf(coordinator), SnapshotOf(second));
        coordinator.Activate(At(1_000_000));
        coordinator.Tick(At(100_000_000), new GroupEffects());
        coordinator.Tick(At(200_000_000), new GroupEffects());
        Assert.All(coordinator.List(), g => coordinator.Describe(g.GroupId));
        return false;
    }

    private static GroupTime At(long ms) => new(ms, ms);

    private static GroupHarness History()
    {
        var group = new GroupHarness();
        new RandomClients(11).Run(group, 300);
        var (leader, _, generation) = new GroupHarness().StablePair("i1");
        group.Commit(5, leader, generation);
        return group;
    }

    private static HashSet<int> Boundaries(byte[] events)
    {
        var boundaries = new HashSet<int>();
        for (var at = 0; at < events.Length; at += 6 + BitConverter.ToInt32(events, at + 2))
            boundaries.Add(at);
        return boundaries;
    }

    private static byte[] EmptySnapshot() => SnapshotOf(new GroupCoordinator(new GroupOptions()));

    private static byte[] SnapshotOf(GroupCoordinator coordinator)
    {
        var output = new ArrayBufferWriter<byte>();
        coordinator.WriteSnapshot(output);
        return output.WrittenSpan.ToArray();
    }
}
