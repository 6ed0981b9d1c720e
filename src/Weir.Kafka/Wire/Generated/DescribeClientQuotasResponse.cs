// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeClientQuotasResponse : IKafkaMessage<DescribeClientQuotasResponse>
{
    public const short Key = 48;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => version >= 1;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public List<DescribeClientQuotasResponse.EntryData>? Entries { get; set; }

    public static DescribeClientQuotasResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeClientQuotasResponse", version);
        var value = new DescribeClientQuotasResponse();
        var flexible = version >= 1;
        value.ThrottleTimeMs = reader.ReadInt32();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        value.ErrorMessage = reader.ReadNullableString(flexible);
        var countEntries = reader.ReadNullableArrayCount(flexible, 3);
        value.Entries = countEntries < 0 ? null : new List<DescribeClientQuotasResponse.EntryData>(countEntries);
        for (var i = 0; i < countEntries; i++) value.Entries!.Add(DescribeClientQuotasResponse.EntryData.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeClientQuotasResponse", version);
        var flexible = version >= 1;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteInt16((short)ErrorCode);
        writer.WriteNullableString(ErrorMessage, flexible);
        if (Entries is null)
        {
            writer.WriteArrayCount(-1, flexible);
        }
        else
        {
            writer.WriteArrayCount(Entries.Count, flexible);
            foreach (var item in Entries) item.Write(writer, version);
        }
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class EntryData
    {
        public List<DescribeClientQuotasResponse.EntityData> Entity { get; set; } = [];

        public List<DescribeClientQuotasResponse.ValueData> Values { get; set; } = [];

        internal static DescribeClientQuotasResponse.EntryData Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeClientQuotasResponse.EntryData();
            var flexible = version >= 1;
            var countEntity = reader.ReadArrayCount(flexible, 3);
            value.Entity = new List<DescribeClientQuotasResponse.EntityData>(countEntity);
            for (var i = 0; i < countEntity; i++) value.Entity.Add(DescribeClientQuotasResponse.EntityData.Read(ref reader, version));
            var countValues = reader.ReadArrayCount(flexible, 10);
            value.Values = new List<DescribeClientQuotasResponse.ValueData>(countValues);
            for (var i = 0; i < countValues; i++) value.Values.Add(DescribeClientQuotasResponse.ValueData.Read(ref reader, version));
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
            writer.WriteArrayCount(Values.Count, flexible);
            foreach (var item in Values) item.Write(writer, version);
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

        internal static DescribeClientQuotasResponse.EntityData Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeClientQuotasResponse.EntityData();
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

    public sealed class ValueData
    {
        public string Key { get; set; } = "";

        public double Value { get; set; }

        internal static DescribeClientQuotasResponse.ValueData Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeClientQuotasResponse.ValueData();
            var flexible = version >= 1;
            value.Key = reader.ReadString(flexible);
            value.Value = reader.ReadDouble();
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
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
