// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeClusterRequest : IKafkaRequest<DescribeClusterRequest, DescribeClusterResponse>
{
    public const short Key = 60;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<DescribeClusterRequest, DescribeClusterResponse>.ApiKey => ApiKey.DescribeCluster;

    public bool IncludeClusterAuthorizedOperations { get; set; }

    public sbyte EndpointType { get; set; } = 1;

    public bool IncludeFencedBrokers { get; set; }

    public static DescribeClusterRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeClusterRequest", version);
        var value = new DescribeClusterRequest();
        value.IncludeClusterAuthorizedOperations = reader.ReadBool();
        if (version >= 1)
        {
            value.EndpointType = reader.ReadSByte();
        }
        if (version >= 2)
        {
            value.IncludeFencedBrokers = reader.ReadBool();
        }
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeClusterRequest", version);
        writer.WriteBool(IncludeClusterAuthorizedOperations);
        if (version >= 1)
        {
            writer.WriteSByte(EndpointType);
        }
        if (!(version >= 1) && EndpointType != 1) throw KafkaWriter.FieldLost("DescribeClusterRequest.EndpointType", version);
        if (version >= 2)
        {
            writer.WriteBool(IncludeFencedBrokers);
        }
        if (!(version >= 2) && IncludeFencedBrokers) throw KafkaWriter.FieldLost("DescribeClusterRequest.IncludeFencedBrokers", version);
        writer.WriteVarUInt32(0);
    }
}
