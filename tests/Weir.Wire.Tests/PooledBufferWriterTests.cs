using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Wire.Tests;

public sealed class PooledBufferWriterTests
{
    [Fact]
    public void Growing_keeps_what_was_written()
    {
        using var writer = new PooledBufferWriter();
        for (var i = 0; i < 5000; i++)
        {
            writer.GetSpan(1)[0] = (byte)i;
            writer.Advance(1);
        }

        writer.Write([1, 2, 3]);
        writer.Reserve(2).Fill(9);

        Assert.Equal(5005, writer.WrittenBytes);
        for (var i = 0; i < 5000; i++) Assert.Equal((byte)i, writer.WrittenSpan[i]);
        Assert.Equal([1, 2, 3, 9, 9], writer.WrittenMemory[5000..].ToArray());
    }

    [Fact]
    public void A_hint_of_zero_gives_room()
    {
        using var writer = new PooledBufferWriter();
        Assert.NotEmpty(writer.GetMemory().ToArray());
        writer.Advance(writer.CapacityBytes);
        Assert.False(writer.GetSpan().IsEmpty);
    }

    [Fact]
    public void Reset_gives_back_an_outgrown_buffer_and_keeps_a_usual_one()
    {
        using var writer = new PooledBufferWriter(retainedBytesMax: 4096);
        writer.Reserve(4000);
        var usual = writer.CapacityBytes;
        writer.Reset();
        Assert.Equal((0, usual), (writer.WrittenBytes, writer.CapacityBytes));

        writer.Reserve(100_000);
        writer.Clear();
        Assert.True(writer.CapacityBytes >= 100_000);
        writer.Reset();
        Assert.Equal((0, 0), (writer.WrittenBytes, writer.CapacityBytes));
    }

    [Fact]
    public void Rewind_forgets_the_end_only()
    {
        using var writer = new PooledBufferWriter();
        writer.Write([1, 2, 3, 4]);
        writer.Rewind(2);
        writer.Write([5]);
        Assert.Equal([1, 2, 5], writer.WrittenSpan.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Rewind(4));
    }

    [Fact]
    public void Misuse_is_refused_and_impossible_sizes_do_not_wrap()
    {
        using var writer = new PooledBufferWriter();
        writer.Write([1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(writer.CapacityBytes));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Reserve(-1));
        Assert.Throws<InvalidOperationException>(() => writer.Reserve(int.MaxValue));
        Assert.Equal(1, writer.WrittenBytes);
    }

    [Fact]
    public void A_huge_buffer_is_not_kept_by_the_pool()
    {
        WeakReference huge = Use();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.False(huge.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Use()
        {
            using var writer = new PooledBufferWriter();
            writer.Reserve(20 << 20);
            MemoryMarshal.TryGetArray<byte>(writer.WrittenMemory, out ArraySegment<byte> array);
            return new WeakReference(array.Array);
        }
    }

    [Fact]
    public void It_can_be_used_after_disposal()
    {
        var writer = new PooledBufferWriter(16);
        writer.Write([1]);
        writer.Dispose();
        writer.Dispose();
        Assert.Equal(0, writer.WrittenBytes);
        writer.Write([2]);
        Assert.Equal([2], writer.WrittenSpan.ToArray());
        writer.Dispose();
    }
}
