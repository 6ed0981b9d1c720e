// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AlterClientQuotasResponse : IKafkaMessage<AlterClientQuotasResponse>
{
    public const short Key = 49;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => version >= 1;

    public int ThrottleTimeMs { get; set; }

    public List<AlterClientQuotasResponse.EntryData> Entries { get; set; } = [];

    public static AlterClientQuotasResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AlterClientQuotasResponse", version);
        var value = new AlterClientQuotasResponse();
        var flexible = version >= 1;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countEntries = reader.ReadArrayCount(flexible, 5);
        value.Entries = new List<AlterClientQuotasResponse.EntryData>(countEntries);
        for (var i = 0; i < countEntries; i++) value.Entries.Add(AlterClientQuotasResponse.EntryData.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AlterClientQuotasResponse", version);
        var flexible = version >= 1;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Entries.Count, flexible);
        foreach (var item in Entries) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class EntryData
    {
        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public List<AlterClientQuotasResponse.EntityData> Entity { get; set; } = [];

        internal static AlterClientQuotasResponse.EntryData Read(ref KafkaReader reader, short version)
        {
            var value = new AlterClientQuotasResponse.EntryData();
            var flexible = version >= 1;
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(flexible);
            var countEntity = reader.ReadArrayCount(flexible, 3);
            value.Entity = new List<AlterClientQuotasResponse.EntityData>(countEntity);
            for (var i = 0; i < countEntity; i++) value.Entity.Add(AlterClientQuotasResponse.EntityData.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 1;
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, flexible);
            writer.WriteArrayCount(Entity.Count, flexible);
            foreach (var item in Entity) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class EntityData
    {
        public string EntityType { get; set; } = "";

        public string? EntityName { get; set; }

        internal static AlterClientQuotasResponse.EntityData Read(ref KafkaReader reader, short version)
        {
            var value = new AlterClientQuotasResponse.EntityData();
            var flexible = version >= 1;
            value.EntityType = reader.ReadString(flexible);
            value.EntityName = reader.ReadNullableString(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 1;
            writer.WriteString(EntityType, flexible);
            writer.WriteNullableString(EntityName, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
