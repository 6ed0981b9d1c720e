using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Wire;

public sealed class HeaderTests
{
    [Theory]
    [InlineData(ApiKey.Metadata, 8, 1, 0)]
    [InlineData(ApiKey.Metadata, 9, 2, 1)]
    [InlineData(ApiKey.ApiVersions, 2, 1, 0)]
    [InlineData(ApiKey.ApiVersions, 3, 2, 0)] // KIP-511
    [InlineData(ApiKey.SaslHandshake, 1, 1, 0)]
    [InlineData(ApiKey.OffsetDelete, 0, 1, 0)]
    [InlineData(ApiKey.DescribeCluster, 0, 2, 1)]
    public void Header_versions_follow_the_message(ApiKey key, short version, short request, short response)
    {
        var entry = ApiCatalog.Get(key);
        Assert.Equal(request, entry.RequestHeaderVersion(version));
        Assert.Equal(response, entry.ResponseHeaderVersion(version));
    }

    [Theory]
    [InlineData(0, "0003000400000005")]
    [InlineData(1, "00030004000000050001" + "63")]
    [InlineData(2, "00030004000000050001" + "63" + "00")]
    public void A_request_header_is_written_and_read(short headerVersion, string hex)
    {
        var header = new RequestHeader(3, 4, 5, headerVersion == 0 ? null : "c");
        using var writer = new KafkaWriter();
        header.Write(writer, headerVersion);
        Assert.Equal(hex, Convert.ToHexStringLower(writer.WrittenSpan));
        var reader = new KafkaReader(writer.WrittenSpan);
        Assert.Equal(header, RequestHeader.Read(ref reader, headerVersion));
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void A_null_client_id_stays_null()
    {
        using var writer = new KafkaWriter();
        new RequestHeader(3, 9, 5, null).Write(writer, 2);
        Assert.Equal("0003000900000005ffff00", Convert.ToHexStringLower(writer.WrittenSpan));
        var reader = new KafkaReader(writer.WrittenSpan);
        Assert.Null(RequestHeader.Read(ref reader).ClientId);
        Assert.Equal(0, reader.Remaining);
    }

    [Theory]
    [InlineData(18, 99)] // a version of tomorrow
    [InlineData(3000, 0)] // no such key
    [InlineData(-1, -1)]
    public void An_unknown_key_or_version_still_gives_the_correlation_id(short key, short version)
    {
        using var writer = new KafkaWriter();
        new RequestHeader(key, version, 42, "c").Write(writer, 1);
        var reader = new KafkaReader(writer.WrittenSpan);
        Assert.Equal(42, RequestHeader.Read(ref reader).CorrelationId);
    }

    [Theory]
    [InlineData(0, "00000007")]
    [InlineData(1, "0000000700")]
    public void A_response_header_is_written_and_read(short headerVersion, string hex)
    {
        using var writer = new KafkaWriter();
        new ResponseHeader(7).Write(writer, headerVersion);
        Assert.Equal(hex, Convert.ToHexStringLower(writer.WrittenSpan));
        var reader = new KafkaReader(writer.WrittenSpan);
        Assert.Equal(7, ResponseHeader.Read(ref reader, headerVersion).CorrelationId);
        Assert.Equal(0, reader.Remaining);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)] // between brokers
    [InlineData(short.MaxValue)]
    [InlineData(short.MinValue)]
    public void A_key_outside_of_the_catalogue_is_not_found(short key) => Assert.False(ApiCatalog.TryGet(key, out _));
}
