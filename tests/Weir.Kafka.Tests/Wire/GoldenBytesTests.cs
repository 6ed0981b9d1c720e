using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Wire;

/// <summary>Bytes this codec did not make: kafka-python's for classic versions, by hand for compact ones.</summary>
public sealed class GoldenBytesTests
{
    public static TheoryData<string, int, string> KafkaPython()
    {
        var cases = new TheoryData<string, int, string>();
        using var stream = typeof(GoldenBytesTests).Assembly.GetManifestResourceStream("KafkaPython.golden.txt")!;
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var parts = line.Split(' ');
            cases.Add(parts[0], int.Parse(parts[1], null), parts.Length > 2 ? parts[2] : "");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(KafkaPython))]
    public void What_kafka_python_encodes_is_read_whole_and_written_the_same(string name, int version, string hex)
    {
        var codec = MessageCodec.Of(name);
        var message = codec.ReadAll(Convert.FromHexString(hex), version);
        Assert.Equal(hex, Convert.ToHexStringLower(codec.Write(message, version)));
    }

    [Fact]
    public void ApiVersions_3_request_with_its_header()
    {
        var bytes = Convert.FromHexString(
            "0012" + "0003" + "00000007" + "0004" + "74657374" + "00" // key, version, correlation, client "test", tags
            + "07" + "6C69622D78" + "79" + "04" + "312E30" + "00"); // "lib-xy", "1.0", tags
        var reader = new KafkaReader(bytes.AsSpan());
        Assert.Equal(new RequestHeader(18, 3, 7, "test"), RequestHeader.Read(ref reader));
        var request = ApiVersionsRequest.Read(ref reader, 3);
        Assert.Equal("lib-xy", request.ClientSoftwareName);
        Assert.Equal("1.0", request.ClientSoftwareVersion);
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void ApiVersions_3_response_has_the_oldest_header_and_features_in_tags()
    {
        var response = new ApiVersionsResponse { FinalizedFeaturesEpoch = 5 };
        response.ApiKeys.Add(new() { ApiKey = 3, MinVersion = 0, MaxVersion = 13 });
        response.SupportedFeatures.Add(new() { Name = "g", MinVersion = 0, MaxVersion = 1 });
        using var writer = new KafkaWriter();
        var start = writer.BeginFrame();
        new ResponseHeader(9).Write(writer, ApiCatalog.Get(ApiKey.ApiVersions).ResponseHeaderVersion(3));
        response.Write(writer, 3);
        writer.EndFrame(start);
        Assert.Equal(
            "00000027" + "00000009" // size, correlation; no tags in the header
            + "0000" + "02" + "0003" + "0000" + "000d" + "00" // error, one key and its tags
            + "00000000" // throttle
            + "02" // two tags
            + "00" + "08" + "02" + "0267" + "0000" + "0001" + "00" // supported features
            + "01" + "08" + "0000000000000005", // finalized epoch
            Convert.ToHexStringLower(writer.WrittenSpan));
    }

    [Fact]
    public void Metadata_12_request_names_a_topic_by_id()
    {
        var bytes = Convert.FromHexString(
            "02" + "00112233445566778899AABBCCDDEEFF" + "00" + "00" // one topic: id, null name, tags
            + "01" + "00" + "00"); // auto create, no authorised operations, tags
        var reader = new KafkaReader(bytes.AsSpan());
        var request = MetadataRequest.Read(ref reader, 12);
        var topic = Assert.Single(request.Topics!);
        Assert.Equal(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), topic.TopicId);
        Assert.Null(topic.Name);
        Assert.True(request.AllowAutoTopicCreation);
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void Metadata_12_response_byte_by_byte()
    {
        var response = new MetadataResponse { ThrottleTimeMs = 1, ClusterId = "c", ControllerId = 2 };
        response.Brokers.Add(new() { NodeId = 2, Host = "h", Port = 9092 });
        var topic = new MetadataResponse.Topic { Name = "t", TopicId = new Guid(new byte[16]) };
        topic.Partitions.Add(new() { LeaderId = 2, LeaderEpoch = 4, ReplicaNodes = [2], IsrNodes = [2] });
        response.Topics.Add(topic);
        using var writer = new KafkaWriter();
        response.Write(writer, 12);
        Assert.Equal(
            "00000001"
            + "02" + "00000002" + "0268" + "00002384" + "00" + "00" // broker 2, "h", 9092, no rack, tags
            + "0263" + "00000002" // cluster id, controller
            + "02" + "0000" + "0274" + new string('0', 32) + "00" // topic: no error, "t", id, not internal
            + "02" + "0000" + "00000000" + "00000002" + "00000004" // partition: no error, index, leader, epoch
            + "02" + "00000002" + "02" + "00000002" + "01" + "00" // replicas, in sync, offline, tags
            + "80000000" + "00" + "00", // authorised operations unknown, topic tags, message tags
            Convert.ToHexStringLower(writer.WrittenSpan));
    }

    [Fact]
    public void Fetch_12_response_carries_the_leader_in_a_tag()
    {
        var partition = new FetchResponse.PartitionData
        {
            CurrentLeader = new() { LeaderId = 3, LeaderEpoch = 1 },
            ErrorCode = KafkaError.NotLeaderOrFollower,
        };
        var response = new FetchResponse { Responses = [new() { Topic = "t", Partitions = [partition] }] };
        using var writer = new KafkaWriter();
        response.Write(writer, 12);
        Assert.Equal(
            "00000000" + "0000" + "00000000" // throttle, error, session
            + "02" + "0274" + "02" + "00000000" + "0006" // topic "t", partition 0, NOT_LEADER_OR_FOLLOWER
            + "0000000000000000" + "ffffffffffffffff" + "ffffffffffffffff" // high watermark, last stable, log start
            + "00" + "ffffffff" + "00" // aborted transactions, preferred replica, no records
            + "01" + "01" + "09" + "00000003" + "00000001" + "00" // one tag: number 1, 9 bytes
            + "00" + "00", // topic tags, message tags
            Convert.ToHexStringLower(writer.WrittenSpan));
    }

    [Fact]
    public void OffsetCommit_2_fields_stand_in_the_order_of_the_protocol()
    {
        var request = new OffsetCommitRequest { GroupId = "g", MemberId = "m", GenerationIdOrMemberEpoch = 3 };
        request.RetentionTimeMs = 9;
        request.Topics.Add(new()
        {
            Name = "t",
            Partitions = [new() { PartitionIndex = 1, CommittedOffset = 77, CommittedMetadata = null }],
        });
        using var writer = new KafkaWriter();
        request.Write(writer, 2);
        Assert.Equal(
            "000167" + "00000003" + "00016d" + "0000000000000009"
            + "00000001" + "000174" + "00000001" + "00000001" + "000000000000004d" + "ffff",
            Convert.ToHexStringLower(writer.WrittenSpan));
    }
}
