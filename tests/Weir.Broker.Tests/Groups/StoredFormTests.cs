using System.Buffers;
using System.Text;
using Weir.Broker.Groups;
using Weir.Broker.Groups.Events;

namespace Weir.Broker.Tests.Groups;

/// <summary>
/// Bytes that data directories hold. If one of these fails, stored groups cannot be read any more: keep the old form
/// readable and add a new kind or version instead.
/// </summary>
public sealed class StoredFormTests
{
    [Fact]
    public void Event_kinds_keep_their_values() => Assert.Equal(
        ["GenerationStored=1", "OffsetsCommitted=2", "OffsetsRemoved=3", "GroupDeleted=4"],
        Enum.GetValues<GroupEventKind>().Select(k => $"{k}={(byte)k}"));

    [Fact]
    public void A_generation_keeps_its_form()
    {
        var member = new StoredMember("m", null, "c", "h", 6, 7, [new("r", new byte[] { 0xAA })], new byte[] { 0xBB });
        Expect(
            new GenerationStored("g", new GroupGeneration(3, "ty", "r", "m", 9, [member])),
            "01 01 53000000 01000000 67 03000000 02000000 7479 01000000 72 01000000 6D 0900000000000000 01000000"
            + " 01000000 6D FFFFFFFF 01000000 63 01000000 68 06000000 07000000"
            + " 01000000 01000000 72 01000000 AA 01000000 BB");
    }

    [Fact]
    public void An_empty_generation_keeps_its_form() => Expect(
        new GenerationStored("g", new GroupGeneration(4, null, null, null, 9, [])),
        "01 01 21000000 01000000 67 04000000 FFFFFFFF FFFFFFFF FFFFFFFF 0900000000000000 00000000");

    [Fact]
    public void Committed_offsets_keep_their_form() => Expect(
        new OffsetsCommitted("g", [new(new("t", 2), new CommittedOffset(5, 1, "x", 8, -1))]),
        "01 02 33000000 01000000 67 01000000 01000000 74 02000000"
        + " 0500000000000000 01000000 01000000 78 0800000000000000 FFFFFFFFFFFFFFFF");

    [Fact]
    public void Removed_offsets_keep_their_form() => Expect(
        new OffsetsRemoved("g", [new("t", 2)]), "01 03 12000000 01000000 67 01000000 01000000 74 02000000");

    [Fact]
    public void A_deleted_group_keeps_its_form() =>
        Expect(new GroupDeleted("ü"), "01 04 06000000 02000000 " + Convert.ToHexString(Encoding.UTF8.GetBytes("ü")));

    [Fact]
    public void A_snapshot_keeps_its_form()
    {
        var group = new GroupHarness();
        group.Commit(5, group: "g", partition: 2);
        var time = Convert.ToHexString(BitConverter.GetBytes(group.Now.WallMs));
        Assert.Equal(
            "01 01000000 01 02 32000000 01000000 67 01000000 01000000 74 02000000 0500000000000000 07000000 00000000"
                .Replace(" ", "", StringComparison.Ordinal) + time + "FFFFFFFFFFFFFFFF",
            Convert.ToHexString(group.Snapshot()));
    }

    private static void Expect(GroupEvent change, string hex)
    {
        var output = new ArrayBufferWriter<byte>();
        GroupEventCodec.Write(output, change);
        Assert.Equal(hex.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(output.WrittenSpan));

        var reader = new EventReader(output.WrittenSpan);
        var again = new ArrayBufferWriter<byte>();
        GroupEventCodec.Write(again, GroupEventCodec.Read(ref reader));
        Assert.True(again.WrittenSpan.SequenceEqual(output.WrittenSpan));
    }
}
