using Weir.Broker.Routing;
using Weir.Storage;

namespace Weir.Broker.Tests.Routing;

public sealed class ArgumentsTests
{
    private static readonly Arguments Everything = Arguments.Of(
        ("null", ArgumentValue.Null),
        ("yes", ArgumentValue.Of(true)),
        ("long", ArgumentValue.Of(long.MinValue)),
        ("double", ArgumentValue.Of(-0.5)),
        ("text", ArgumentValue.Of("grüße")),
        ("bytes", ArgumentValue.OfBytes([0, 255])),
        ("list", ArgumentValue.OfList([ArgumentValue.Of(1), ArgumentValue.OfList([]), ArgumentValue.Null])),
        ("table", ArgumentValue.OfTable(Arguments.Of(("inner", ArgumentValue.Of(2))))));

    [Fact]
    public void Every_kind_comes_back_as_it_was()
    {
        Arguments decoded = Arguments.Decode(Everything.Encode());
        Assert.Equal(Everything.Select(e => (e.Key, e.Value.Kind)), decoded.Select(e => (e.Key, e.Value.Kind)));
        Assert.True(Everything.Equals(decoded));
        Assert.Equal(Everything.GetHashCode(), decoded.GetHashCode());
    }

    [Fact]
    public void Numbers_are_equal_by_value()
    {
        Assert.Equal(ArgumentValue.Of(1), ArgumentValue.Of(1.0));
        Assert.Equal(ArgumentValue.Of(1).GetHashCode(), ArgumentValue.Of(1.0).GetHashCode());
        Assert.NotEqual(ArgumentValue.Of(1), ArgumentValue.Of(1.5));
        Assert.NotEqual(ArgumentValue.Of(1), ArgumentValue.Of(true));
        Assert.NotEqual(ArgumentValue.Of(1), ArgumentValue.Of("1"));
        Assert.NotEqual(ArgumentValue.Of(long.MaxValue), ArgumentValue.Of((double)long.MaxValue));
        Assert.NotEqual(ArgumentValue.Of((1L << 53) + 1), ArgumentValue.Of((double)(1L << 53)));
    }

    [Fact]
    public void Order_does_not_matter_in_tables_and_does_in_lists()
    {
        ArgumentValue one = ArgumentValue.Of(1);
        ArgumentValue two = ArgumentValue.Of(2);
        Assert.True(Arguments.Of(("a", one), ("b", two)).Equals(Arguments.Of(("b", two), ("a", one))));
        Assert.False(Arguments.Of(("a", one)).Equals(Arguments.Of(("a", two))));
        Assert.False(Arguments.Of(("a", one)).Equals(Arguments.Of(("b", one))));
        Assert.NotEqual(ArgumentValue.OfList([one, two]), ArgumentValue.OfList([two, one]));
    }

    [Fact]
    public void Damaged_bytes_end_in_a_clear_error()
    {
        byte[] whole = Everything.Encode();
        foreach (int cut in Enumerable.Range(0, whole.Length))
            Assert.Throws<DamagedDataException>(() => Arguments.Decode(whole.AsSpan(0, cut)));
        Assert.Throws<DamagedDataException>(() => Arguments.Decode([.. whole, 0]));
        Assert.Throws<DamagedDataException>(() => Arguments.Decode([1, 1, (byte)'a', 99]));
        // A list in a list in a list ...
        byte[] deep = [1, 1, (byte)'a', .. Enumerable.Repeat<byte[]>([6, 1], 100_000).SelectMany(b => b), 0];
        Assert.Throws<DamagedDataException>(() => Arguments.Decode(deep));
    }

    [Fact]
    public void Stored_forms_keep_their_bytes()
    {
        Assert.Equal(
            "08 046E756C6C00 037965730101 046C6F6E6702 0000000000000080 06646F75626C6503 000000000000E0BF"
            + " 047465787404 07 6772C3BCC39F65 05627974657305 02 00FF 046C69737406 03 02 0100000000000000 06 00 00"
            + " 057461626C6507 01 05696E6E657202 0200000000000000",
            Hex(Everything.Encode()),
            ignoreAllWhiteSpace: true);
        var exchange = new ExchangeDefinition("/", "x", ExchangeType.Topic) { IsDurable = true, IsInternal = true };
        Assert.Equal("01 02 05 012F 0178 00", Hex(exchange.Encode()), ignoreAllWhiteSpace: true);
        var policy = new Policy("/", "p", ".", PolicyTarget.Queues, 3, Arguments.Of(("n", ArgumentValue.Null)));
        Assert.Equal("0101 0300000000000000 012F 0170 012E 01 016E00", Hex(policy.Encode()), ignoreAllWhiteSpace: true);
        var binding = new Binding("/", "x", DestinationKind.Queue, "q", "k"u8.ToArray(), Arguments.Empty);
        Assert.Equal(
            $"0100 012F 0178 0171 {new string('0', 32)} 016B 00", Hex(binding.Encode()), ignoreAllWhiteSpace: true);
        Assert.Equal("exchange/%2F/x", exchange.CatalogKey);
        Assert.StartsWith("binding/%2F/x/", binding.CatalogKey, StringComparison.Ordinal);
    }

    [Fact]
    public void Persisted_values_keep_their_numbers()
    {
        Assert.Equal("Null0 Bool1 Long2 Double3 Text4 Bytes5 List6 Table7", Numbers<ArgumentKind>());
        Assert.Equal("Direct0 Fanout1 Topic2 Headers3 Delayed4 ConsistentHash5", Numbers<ExchangeType>());
        Assert.Equal("Queue0 Exchange1", Numbers<DestinationKind>());
        Assert.Equal("None0 Queues1 Exchanges2 All3", Numbers<PolicyTarget>());
    }

    private static string Numbers<T>()
        where T : struct, Enum => string.Join(' ', Enum.GetValues<T>().Select(v => $"{v}{v:D}"));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
