// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeClusterResponse : IKafkaMessage<DescribeClusterResponse>
{
    public const short Key = 60;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => true;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public sbyte EndpointType { get; set; } = 1;

    public string ClusterId { get; set; } = "";

    public int ControllerId { get; set; } = -1;

    public List<DescribeClusterResponse.Broker> Brokers { get; set; } = [];

    public int ClusterAuthorizedOperations { get; set; } = -2147483648;

    public static DescribeClusterResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeClusterResponse", version);
        var value = new DescribeClusterResponse();
        value.ThrottleTimeMs = reader.ReadInt32();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        value.ErrorMessage = reader.ReadNullableString(true);
        if (version >= 1)
        {
            value.EndpointType = reader.ReadSByte();
        }
        value.ClusterId = reader.ReadString(true);
        value.ControllerId = reader.ReadInt32();
        var countBrokers = reader.ReadArrayCount(true, 11);
        value.Brokers = new List<DescribeClusterResponse.Broker>(countBrokers);
        for (var i = 0; i < countBrokers; i++) value.Brokers.Add(DescribeClusterResponse.Broker.Read(ref reader, version));
        value.ClusterAuthorizedOperations = reader.ReadInt32();
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeClusterResponse", version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteInt16((short)ErrorCode);
        writer.WriteNullableString(ErrorMessage, true);
        if (version >= 1)
        {
            writer.WriteSByte(EndpointType);
        }
        if (!(version >= 1) && EndpointType != 1) throw KafkaWriter.FieldLost("DescribeClusterResponse.EndpointType", version);
        writer.WriteString(ClusterId, true);
        writer.WriteInt32(ControllerId);
        writer.WriteArrayCount(Brokers.Count, true);
        foreach (var item in Brokers) item.Write(writer, version);
        writer.WriteInt32(ClusterAuthorizedOperations);
        writer.WriteVarUInt32(0);
    }

    public sealed class Broker
    {
        public int BrokerId { get; set; }

        public string Host { get; set; } = "";

        public int Port { get; set; }

        public string? Rack { get; set; }

        public bool IsFenced { get; set; }

        internal static DescribeClusterResponse.Broker Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeClusterResponse.Broker();
            value.BrokerId = reader.ReadInt32();
            value.Host = reader.ReadString(true);
            value.Port = reader.ReadInt32();
            value.Rack = reader.ReadNullableString(true);
            if (version >= 2)
            {
                value.IsFenced = reader.ReadBool();
            }
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(BrokerId);
            writer.WriteString(Host, true);
            writer.WriteInt32(Port);
            writer.WriteNullableString(Rack, true);
            if (version >= 2)
            {
                writer.WriteBool(IsFenced);
            }
            if (!(version >= 2) && IsFenced) throw KafkaWriter.FieldLost("DescribeClusterResponse.Broker.IsFenced", version);
            writer.WriteVarUInt32(0);
        }
    }
}
