using Weir.Wire.Records;

namespace Weir.Wire.Tests.Records;

public sealed class CompressionCodecTests
{
    [Fact]
    public void Values_are_on_disk_and_on_the_wire_and_never_change() => Assert.Equal(
        ["None=0", "Gzip=1", "Snappy=2", "Lz4=3", "Zstd=4"],
        Enum.GetValues<CompressionCodec>().Select(codec => $"{codec}={(byte)codec}"));
}
