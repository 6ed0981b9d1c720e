using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Wire;

/// <summary>Whatever comes, reading ends in a message or in KafkaProtocolException, within bounded memory.</summary>
public sealed class MalformedMessageTests
{
    // The dearest byte is an element of the smallest struct: two bytes become one object, its list slot and its lists.
    private const int AllocatedPerByteMax = 160;
    private const int AllocatedBaseBytes = 16 * 1024;

    [Theory]
    [MemberData(nameof(WireCatalogue.MessageNames), MemberType = typeof(WireCatalogue))]
    public void Every_truncation_is_refused(string name)
    {
        var message = WireCatalogue.Find(name);
        var codec = MessageCodec.Of(name);
        for (var version = message.Versions.First; version <= message.Versions.Last; version++)
        {
            var filled = new MessageFiller(message, version, new Random(version)).Fill(codec.Create());
            var bytes = codec.Write(filled, version);
            for (var length = 0; length < bytes.Length; length++)
            {
                var cut = bytes.AsMemory(0, length);
                Assert.Throws<KafkaProtocolException>(() => codec.Read(cut, version, out _));
            }
        }
    }

    [Theory]
    [MemberData(nameof(WireCatalogue.MessageNames), MemberType = typeof(WireCatalogue))]
    public void Random_and_damaged_bytes_neither_crash_nor_take_memory(string name)
    {
        var message = WireCatalogue.Find(name);
        var codec = MessageCodec.Of(name);
        var random = new Random(name.Length);
        for (var version = message.Versions.First; version <= message.Versions.Last; version++)
        {
            for (var round = 0; round < 60; round++)
            {
                var noise = new byte[random.Next(400)];
                random.NextBytes(noise);
                ReadBounded(codec, noise, version);
                var damaged = codec.Write(new MessageFiller(message, version, random).Fill(codec.Create()), version);
                for (var hits = random.Next(1, 6); hits > 0 && damaged.Length > 0; hits--)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                ReadBounded(codec, damaged, version);
            }
        }
    }

    [Theory]
    [MemberData(nameof(WireCatalogue.MessageNames), MemberType = typeof(WireCatalogue))]
    public void Bytes_that_claim_the_most_elements_take_bounded_memory(string name)
    {
        var message = WireCatalogue.Find(name);
        var codec = MessageCodec.Of(name);
        var bytes = new byte[64 * 1024];
        for (var version = message.Versions.First; version <= message.Versions.Last; version++)
        {
            foreach (byte filler in new byte[] { 0x00, 0x01, 0x02, 0x7F, 0x80, 0xFF })
            {
                Array.Fill(bytes, filler);
                ReadBounded(codec, bytes, version);
            }
        }
    }

    [Fact]
    public void A_lying_array_count_is_refused_before_anything_is_allocated()
    {
        byte[] classic = [0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];
        byte[] compact = [0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0, 0, 0, 0, 0];
        AssertRefusedWithin(8 * 1024, classic, 1);
        AssertRefusedWithin(8 * 1024, compact, 12);
    }

    [Theory]
    [InlineData("FFFE")] // length -2
    [InlineData("0002C328")] // no UTF-8
    [InlineData("0002EDA0")] // half a surrogate
    [InlineData("7FFF41")]
    [InlineData("FFFF")] // null
    public void A_bad_string_is_refused(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Throws<KafkaProtocolException>(() => new KafkaReader(bytes.AsSpan()).ReadString(false));
    }

    [Theory]
    [InlineData("FFFFFFFF10")] // 33 bits
    [InlineData("8080808080")] // no end
    [InlineData("FF")]
    public void A_bad_varint_is_refused(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Throws<KafkaProtocolException>(() => new KafkaReader(bytes.AsSpan()).ReadVarUInt32());
    }

    [Fact]
    public void A_tag_that_does_not_fill_its_size_is_refused()
    {
        // ApiVersions response v3: error 0, no keys, throttle 0, tag 1 (finalized features epoch, 8 bytes) stated as 9.
        var bytes = Convert.FromHexString("0000" + "01" + "00000000" + "01" + "0109" + "000000000000000500");
        var problem = Assert.Throws<KafkaProtocolException>(() =>
        {
            var reader = new KafkaReader(bytes.AsSpan());
            ApiVersionsResponse.Read(ref reader, 3);
        });
        Assert.Contains("stated size", problem.Message, StringComparison.Ordinal);
    }

    private static void AssertRefusedWithin(long bytesMax, byte[] message, short version)
    {
        Assert.Throws<KafkaProtocolException>(() => Read()); // warm
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<KafkaProtocolException>(() => Read());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytesMax);

        void Read()
        {
            var reader = new KafkaReader(message.AsSpan());
            MetadataRequest.Read(ref reader, version);
        }
    }

    private static void ReadBounded(MessageCodec codec, byte[] bytes, int version)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            codec.Read(bytes, version, out _);
        }
        catch (KafkaProtocolException)
        {
            // The one refusal there is; any other exception fails the test.
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, AllocatedBaseBytes + (long)bytes.Length * AllocatedPerByteMax);
    }
}
