// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ApiVersionsResponse : IKafkaMessage<ApiVersionsResponse>
{
    public const short Key = 18;
    public const short MinVersion = 0;
    public const short MaxVersion = 4;

    public static bool IsFlexible(short version) => version >= 3;

    public KafkaError ErrorCode { get; set; }

    public List<ApiVersionsResponse.ApiVersion> ApiKeys { get; set; } = [];

    public int ThrottleTimeMs { get; set; }

    public List<ApiVersionsResponse.SupportedFeatureKey> SupportedFeatures { get; set; } = [];

    public long FinalizedFeaturesEpoch { get; set; } = -1;

    public List<ApiVersionsResponse.FinalizedFeatureKey> FinalizedFeatures { get; set; } = [];

    public bool ZkMigrationReady { get; set; }

    public static ApiVersionsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ApiVersionsResponse", version);
        var value = new ApiVersionsResponse();
        var flexible = version >= 3;
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        var countApiKeys = reader.ReadArrayCount(flexible, 6);
        value.ApiKeys = new List<ApiVersionsResponse.ApiVersion>(countApiKeys);
        for (var i = 0; i < countApiKeys; i++) value.ApiKeys.Add(ApiVersionsResponse.ApiVersion.Read(ref reader, version));
        if (version >= 1)
        {
            value.ThrottleTimeMs = reader.ReadInt32();
        }
        if (flexible)
        {
            var tags = reader.ReadTagCount();
            for (; tags > 0; tags--)
            {
                var tag = reader.ReadTag(out var end);
                switch (tag)
                {
                    case 0 when version >= 3:
                    {
                        var countSupportedFeatures = reader.ReadArrayCount(flexible, 6);
                        value.SupportedFeatures = new List<ApiVersionsResponse.SupportedFeatureKey>(countSupportedFeatures);
                        for (var i = 0; i < countSupportedFeatures; i++) value.SupportedFeatures.Add(ApiVersionsResponse.SupportedFeatureKey.Read(ref reader, version));
                        break;
                    }
                    case 1 when version >= 3:
                    {
                        value.FinalizedFeaturesEpoch = reader.ReadInt64();
                        break;
                    }
                    case 2 when version >= 3:
                    {
                        var countFinalizedFeatures = reader.ReadArrayCount(flexible, 6);
                        value.FinalizedFeatures = new List<ApiVersionsResponse.FinalizedFeatureKey>(countFinalizedFeatures);
                        for (var i = 0; i < countFinalizedFeatures; i++) value.FinalizedFeatures.Add(ApiVersionsResponse.FinalizedFeatureKey.Read(ref reader, version));
                        break;
                    }
                    case 3 when version >= 3:
                    {
                        value.ZkMigrationReady = reader.ReadBool();
                        break;
                    }
                    default:
                    {
                        reader.SkipTo(end);
                        break;
                    }
                }
                reader.EndTag(end);
            }
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ApiVersionsResponse", version);
        var flexible = version >= 3;
        writer.WriteInt16((short)ErrorCode);
        writer.WriteArrayCount(ApiKeys.Count, flexible);
        foreach (var item in ApiKeys) item.Write(writer, version);
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }
        if (flexible)
        {
            var tags = 0u;
            if (version >= 3 && SupportedFeatures is not { Count: 0 }) tags++;
            if (version >= 3 && FinalizedFeaturesEpoch != -1) tags++;
            if (version >= 3 && FinalizedFeatures is not { Count: 0 }) tags++;
            if (version >= 3 && ZkMigrationReady) tags++;
            writer.WriteVarUInt32(tags);
            if (version >= 3 && SupportedFeatures is not { Count: 0 })
            {
                var start = writer.BeginTag(0);
                writer.WriteArrayCount(SupportedFeatures.Count, flexible);
                foreach (var item in SupportedFeatures) item.Write(writer, version);
                writer.EndTag(start);
            }
            if (version >= 3 && FinalizedFeaturesEpoch != -1)
            {
                var start = writer.BeginTag(1);
                writer.WriteInt64(FinalizedFeaturesEpoch);
                writer.EndTag(start);
            }
            if (version >= 3 && FinalizedFeatures is not { Count: 0 })
            {
                var start = writer.BeginTag(2);
                writer.WriteArrayCount(FinalizedFeatures.Count, flexible);
                foreach (var item in FinalizedFeatures) item.Write(writer, version);
                writer.EndTag(start);
            }
            if (version >= 3 && ZkMigrationReady)
            {
                var start = writer.BeginTag(3);
                writer.WriteBool(ZkMigrationReady);
                writer.EndTag(start);
            }
        }
    }

    public sealed class ApiVersion
    {
        public short ApiKey { get; set; }

        public short MinVersion { get; set; }

        public short MaxVersion { get; set; }

        internal static ApiVersionsResponse.ApiVersion Read(ref KafkaReader reader, short version)
        {
            var value = new ApiVersionsResponse.ApiVersion();
            var flexible = version >= 3;
            value.ApiKey = reader.ReadInt16();
            value.MinVersion = reader.ReadInt16();
            value.MaxVersion = reader.ReadInt16();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 3;
            writer.WriteInt16(ApiKey);
            writer.WriteInt16(MinVersion);
            writer.WriteInt16(MaxVersion);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class SupportedFeatureKey
    {
        public string Name { get; set; } = "";

        public short MinVersion { get; set; }

        public short MaxVersion { get; set; }

        internal static ApiVersionsResponse.SupportedFeatureKey Read(ref KafkaReader reader, short version)
        {
            var value = new ApiVersionsResponse.SupportedFeatureKey();
            value.Name = reader.ReadString(true);
            value.MinVersion = reader.ReadInt16();
            value.MaxVersion = reader.ReadInt16();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteInt16(MinVersion);
            writer.WriteInt16(MaxVersion);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class FinalizedFeatureKey
    {
        public string Name { get; set; } = "";

        public short MaxVersionLevel { get; set; }

        public short MinVersionLevel { get; set; }

        internal static ApiVersionsResponse.FinalizedFeatureKey Read(ref KafkaReader reader, short version)
        {
            var value = new ApiVersionsResponse.FinalizedFeatureKey();
            value.Name = reader.ReadString(true);
            value.MaxVersionLevel = reader.ReadInt16();
            value.MinVersionLevel = reader.ReadInt16();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteInt16(MaxVersionLevel);
            writer.WriteInt16(MinVersionLevel);
            writer.WriteVarUInt32(0);
        }
    }
}
