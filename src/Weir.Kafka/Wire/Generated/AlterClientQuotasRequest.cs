// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AlterClientQuotasRequest : IKafkaRequest<AlterClientQuotasRequest, AlterClientQuotasResponse>
{
    public const short Key = 49;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => version >= 1;

    static ApiKey IKafkaRequest<AlterClientQuotasRequest, AlterClientQuotasResponse>.ApiKey => ApiKey.AlterClientQuotas;

    public List<AlterClientQuotasRequest.EntryData> Entries { get; set; } = [];

    public bool ValidateOnly { get; set; }

    public static AlterClientQuotasRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AlterClientQuotasRequest", version);
        var value = new AlterClientQuotasRequest();
        var flexible = version >= 1;
        var countEntries = reader.ReadArrayCount(flexible, 3);
        value.Entries = new List<AlterClientQuotasRequest.EntryData>(countEntries);
        for (var i = 0; i < countEntries; i++) value.Entries.Add(AlterClientQuotasRequest.EntryData.Read(ref reader, version));
        value.ValidateOnly = reader.ReadBool();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AlterClientQuotasRequest", version);
        var flexible = version >= 1;
        writer.WriteArrayCount(Entries.Count, flexible);
        foreach (var item in Entries) item.Write(writer, version);
        writer.WriteBool(ValidateOnly);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class EntryData
    {
        public List<AlterClientQuotasRequest.EntityData> Entity { get; set; } = [];

        public List<AlterClientQuotasRequest.OpData> Ops { get; set; } = [];

        internal static AlterClientQuotasRequest.EntryData Read(ref KafkaReader reader, short version)
        {
            var value = new AlterClientQuotasRequest.EntryData();
            var flexible = version >= 1;
            var countEntity = reader.ReadArrayCount(flexible, 3);
            value.Entity = new List<AlterClientQuotasRequest.EntityData>(countEntity);
            for (var i = 0; i < countEntity; i++) value.Entity.Add(AlterClientQuotasRequest.EntityData.Read(ref reader, version));
            var countOps = reader.ReadArrayCount(flexible, 11);
            value.Ops = new List<AlterClientQuotasRequest.OpData>(countOps);
            for (var i = 0; i < countOps; i++) value.Ops.Add(AlterClientQuotasRequest.OpData.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 1;
            writer.WriteArrayCount(Entity.Count, flexible);
            foreach (var item in Entity) item.Write(writer, version);
            writer.WriteArrayCount(Ops.Count, flexible);
            foreach (var item in Ops) item.Write(writer, version);
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

        internal static AlterClientQuotasRequest.EntityData Read(ref KafkaReader reader, short version)
        {
            var value = new AlterClientQuotasRequest.EntityData();
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

    public sealed class OpData
    {
        public string Key { get; set; } = "";

        public double Value { get; set; }

        public bool Remove { get; set; }

        internal static AlterClientQuotasRequest.OpData Read(ref KafkaReader reader, short version)
        {
            var value = new AlterClientQuotasRequest.OpData();
            var flexible = version >= 1;
            value.Key = reader.ReadString(flexible);
            value.Value = reader.ReadDouble();
            value.Remove = reader.ReadBool();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 1;
            writer.WriteString(Key, flexible);
            writer.WriteDouble(Value);
            writer.WriteBool(Remove);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
