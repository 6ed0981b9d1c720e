using System.Buffers.Binary;
using Weir.Storage.Compaction;

namespace Weir.Storage.Tests.Compaction;

public sealed class KeyMapTests
{
    [Fact]
    public void Each_key_has_the_offset_put_last_through_every_growth()
    {
        var map = new KeyMap(8 << 20);
        for (int pass = 0; pass < 2; pass++)
            for (int i = 0; i < 100_000; i++) Assert.True(map.TryPut(Key(i), i + (pass * 100_000L)));
        Assert.Equal(100_000, map.Count);
        for (int i = 0; i < 100_000; i++) Assert.Equal(100_000 + i, map.Find(Key(i)));
        Assert.Equal(-1, map.Find(Key(100_000)));
    }

    [Fact]
    public void A_full_map_takes_no_new_key_but_known_ones()
    {
        var map = new KeyMap(1);
        int count = 0;
        while (map.TryPut(Key(count), count)) count++;
        Assert.Equal((768, 768), (count, map.Capacity));
        Assert.True(map.TryPut(Key(5), 9_999));
        Assert.Equal(9_999, map.Find(Key(5)));
        map.Clear();
        Assert.Equal(-1, map.Find(Key(5)));
        Assert.True(map.TryPut(Key(count), 0));
        Assert.Equal(0, map.Find(Key(count)));
    }

    [Fact]
    public void The_default_memory_holds_three_million_keys() => Assert.Equal(3 << 20, new KeyMap(128 << 20).Capacity);

    private static byte[] Key(int i)
    {
        byte[] key = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(key, i);
        return key;
    }
}
