// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class FindCoordinatorResponse : IKafkaMessage<FindCoordinatorResponse>
{
    public const short Key = 10;
    public const short MinVersion = 0;
    public const short MaxVersion = 6;

    public static bool IsFlexible(short version) => version >= 3;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public int NodeId { get; set; }

    public string Host { get; set; } = "";

    public int Port { get; set; }

    public List<FindCoordinatorResponse.Coordinator> Coordinators { get; set; } = [];

    public static FindCoordinatorResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("FindCoordinatorResponse", version);
        var value = new FindCoordinatorResponse();
        var flexible = version >= 3;
        if (version >= 1)
        {
            value.ThrottleTimeMs = reader.ReadInt32();
        }
        if (version <= 3)
        {
            value.ErrorCode = (KafkaError)reader.ReadInt16();
        }
        if (version >= 1 && version <= 3)
        {
            value.ErrorMessage = reader.ReadNullableString(flexible);
        }
        if (version <= 3)
        {
            value.NodeId = reader.ReadInt32();
        }
        if (version <= 3)
        {
            value.Host = reader.ReadString(flexible);
        }
        if (version <= 3)
        {
            value.Port = reader.ReadInt32();
        }
        if (version >= 4)
        {
            var countCoordinators = reader.ReadArrayCount(flexible, 14);
            value.Coordinators = new List<FindCoordinatorResponse.Coordinator>(countCoordinators);
            for (var i = 0; i < countCoordinators; i++) value.Coordinators.Add(FindCoordinatorResponse.Coordinator.Read(ref reader, version));
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("FindCoordinatorResponse", version);
        var flexible = version >= 3;
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }
        if (version <= 3)
        {
            writer.WriteInt16((short)ErrorCode);
        }
        if (!(version <= 3) && ErrorCode != KafkaError.None) throw KafkaWriter.FieldLost("FindCoordinatorResponse.ErrorCode", version);
        if (version >= 1 && version <= 3)
        {
            writer.WriteNullableString(ErrorMessage, flexible);
        }
        if (version <= 3)
        {
            writer.WriteInt32(NodeId);
        }
        if (!(version <= 3) && NodeId != 0) throw KafkaWriter.FieldLost("FindCoordinatorResponse.NodeId", version);
        if (version <= 3)
        {
            writer.WriteString(Host, flexible);
        }
        if (!(version <= 3) && Host is not "") throw KafkaWriter.FieldLost("FindCoordinatorResponse.Host", version);
        if (version <= 3)
        {
            writer.WriteInt32(Port);
        }
        if (!(version <= 3) && Port != 0) throw KafkaWriter.FieldLost("FindCoordinatorResponse.Port", version);
        if (version >= 4)
        {
            writer.WriteArrayCount(Coordinators.Count, flexible);
            foreach (var item in Coordinators) item.Write(writer, version);
        }
        if (!(version >= 4) && Coordinators is not { Count: 0 }) throw KafkaWriter.FieldLost("FindCoordinatorResponse.Coordinators", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Coordinator
    {
        public string Key { get; set; } = "";

        public int NodeId { get; set; }

        public string Host { get; set; } = "";

        public int Port { get; set; }

        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        internal static FindCoordinatorResponse.Coordinator Read(ref KafkaReader reader, short version)
        {
            var value = new FindCoordinatorResponse.Coordinator();
            value.Key = reader.ReadString(true);
            value.NodeId = reader.ReadInt32();
            value.Host = reader.ReadString(true);
            value.Port = reader.ReadInt32();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(true);
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Key, true);
            writer.WriteInt32(NodeId);
            writer.WriteString(Host, true);
            writer.WriteInt32(Port);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, true);
            writer.WriteVarUInt32(0);
        }
    }
}
