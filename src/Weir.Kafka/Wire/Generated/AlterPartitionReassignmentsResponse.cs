// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AlterPartitionReassignmentsResponse : IKafkaMessage<AlterPartitionReassignmentsResponse>
{
    public const short Key = 45;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => true;

    public int ThrottleTimeMs { get; set; }

    public bool AllowReplicationFactorChange { get; set; } = true;

    public KafkaError ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public List<AlterPartitionReassignmentsResponse.ReassignableTopicResponse> Responses { get; set; } = [];

    public static AlterPartitionReassignmentsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AlterPartitionReassignmentsResponse", version);
        var value = new AlterPartitionReassignmentsResponse();
        value.ThrottleTimeMs = reader.ReadInt32();
        if (version >= 1)
        {
            value.AllowReplicationFactorChange = reader.ReadBool();
        }
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        value.ErrorMessage = reader.ReadNullableString(true);
        var countResponses = reader.ReadArrayCount(true, 3);
        value.Responses = new List<AlterPartitionReassignmentsResponse.ReassignableTopicResponse>(countResponses);
        for (var i = 0; i < countResponses; i++) value.Responses.Add(AlterPartitionReassignmentsResponse.ReassignableTopicResponse.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AlterPartitionReassignmentsResponse", version);
        writer.WriteInt32(ThrottleTimeMs);
        if (version >= 1)
        {
            writer.WriteBool(AllowReplicationFactorChange);
        }
        writer.WriteInt16((short)ErrorCode);
        writer.WriteNullableString(ErrorMessage, true);
        writer.WriteArrayCount(Responses.Count, true);
        foreach (var item in Responses) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class ReassignableTopicResponse
    {
        public string Name { get; set; } = "";

        public List<AlterPartitionReassignmentsResponse.ReassignablePartitionResponse> Partitions { get; set; } = [];

        internal static AlterPartitionReassignmentsResponse.ReassignableTopicResponse Read(ref KafkaReader reader, short version)
        {
            var value = new AlterPartitionReassignmentsResponse.ReassignableTopicResponse();
            value.Name = reader.ReadString(true);
            var countPartitions = reader.ReadArrayCount(true, 8);
            value.Partitions = new List<AlterPartitionReassignmentsResponse.ReassignablePartitionResponse>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(AlterPartitionReassignmentsResponse.ReassignablePartitionResponse.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteArrayCount(Partitions.Count, true);
            foreach (var item in Partitions) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class ReassignablePartitionResponse
    {
        public int PartitionIndex { get; set; }

        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        internal static AlterPartitionReassignmentsResponse.ReassignablePartitionResponse Read(ref KafkaReader reader, short version)
        {
            var value = new AlterPartitionReassignmentsResponse.ReassignablePartitionResponse();
            value.PartitionIndex = reader.ReadInt32();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(true);
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, true);
            writer.WriteVarUInt32(0);
        }
    }
}
