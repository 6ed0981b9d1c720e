// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ElectLeadersResponse : IKafkaMessage<ElectLeadersResponse>
{
    public const short Key = 43;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public List<ElectLeadersResponse.ReplicaElectionResult> ReplicaElectionResults { get; set; } = [];

    public static ElectLeadersResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ElectLeadersResponse", version);
        var value = new ElectLeadersResponse();
        var flexible = version >= 2;
        value.ThrottleTimeMs = reader.ReadInt32();
        if (version >= 1)
        {
            value.ErrorCode = (KafkaError)reader.ReadInt16();
        }
        var countReplicaElectionResults = reader.ReadArrayCount(flexible, 3);
        value.ReplicaElectionResults = new List<ElectLeadersResponse.ReplicaElectionResult>(countReplicaElectionResults);
        for (var i = 0; i < countReplicaElectionResults; i++) value.ReplicaElectionResults.Add(ElectLeadersResponse.ReplicaElectionResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ElectLeadersResponse", version);
        var flexible = version >= 2;
        writer.WriteInt32(ThrottleTimeMs);
        if (version >= 1)
        {
            writer.WriteInt16((short)ErrorCode);
        }
        if (!(version >= 1) && ErrorCode != KafkaError.None) throw KafkaWriter.FieldLost("ElectLeadersResponse.ErrorCode", version);
        writer.WriteArrayCount(ReplicaElectionResults.Count, flexible);
        foreach (var item in ReplicaElectionResults) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class ReplicaElectionResult
    {
        public string Topic { get; set; } = "";

        public List<ElectLeadersResponse.PartitionResult> PartitionResult { get; set; } = [];

        internal static ElectLeadersResponse.ReplicaElectionResult Read(ref KafkaReader reader, short version)
        {
            var value = new ElectLeadersResponse.ReplicaElectionResult();
            var flexible = version >= 2;
            value.Topic = reader.ReadString(flexible);
            var countPartitionResult = reader.ReadArrayCount(flexible, 8);
            value.PartitionResult = new List<ElectLeadersResponse.PartitionResult>(countPartitionResult);
            for (var i = 0; i < countPartitionResult; i++) value.PartitionResult.Add(ElectLeadersResponse.PartitionResult.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteString(Topic, flexible);
            writer.WriteArrayCount(PartitionResult.Count, flexible);
            foreach (var item in PartitionResult) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class PartitionResult
    {
        public int PartitionId { get; set; }

        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        internal static ElectLeadersResponse.PartitionResult Read(ref KafkaReader reader, short version)
        {
            var value = new ElectLeadersResponse.PartitionResult();
            var flexible = version >= 2;
            value.PartitionId = reader.ReadInt32();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteInt32(PartitionId);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
