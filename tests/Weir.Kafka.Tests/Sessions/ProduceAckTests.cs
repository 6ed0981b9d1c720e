using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Sessions;

public sealed class ProduceAckTests
{
    private const int SizeAndCorrelationBytes = 8;

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(12)]
    public void Records_that_made_a_batch_refused_are_named_by_their_position(short version)
    {
        ProduceResponse response = Written(version, new ProduceResult(3, KafkaError.InvalidRecord, -1, -1, -1, null, 0)
        {
            RefusedRecords = [0, 10, 70_000],
        });

        ProduceResponse.Partition partition = response.Responses.Single().PartitionResponses.Single();
        Assert.Equal((3, KafkaError.InvalidRecord), (partition.Index, partition.ErrorCode));
        Assert.Equal([0, 10, 70_000], partition.RecordErrors.Select(refused => refused.BatchIndex));
        Assert.All(partition.RecordErrors, refused => Assert.Contains("key", refused.BatchIndexErrorMessage));
        Assert.Contains("key", partition.ErrorMessage);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public void Older_versions_carry_the_error_alone(short version)
    {
        ProduceResponse response = Written(version, new ProduceResult(3, KafkaError.InvalidRecord, -1, -1, -1, null, 0)
        {
            RefusedRecords = [1],
        });

        Assert.Equal(KafkaError.InvalidRecord, response.Responses.Single().PartitionResponses.Single().ErrorCode);
    }

    private static ProduceResponse Written(short version, ProduceResult result)
    {
        using var ack = new ProduceAck();
        using var writer = new KafkaWriter();
        ack.Reset(7, version, isWanted: true);
        ack.AddTopic("orders"u8, Guid.Empty, 1);
        ack.Results.Add(result);
        ack.Write(writer);
        int headBytes = SizeAndCorrelationBytes + (version >= 9 ? 1 : 0);
        var reader = new KafkaReader(writer.Written[headBytes..]);
        var response = ProduceResponse.Read(ref reader, version);
        Assert.Equal(writer.Length - headBytes, reader.Position);
        return response;
    }
}
