// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DeleteGroupsResponse : IKafkaMessage<DeleteGroupsResponse>
{
    public const short Key = 42;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    public int ThrottleTimeMs { get; set; }

    public List<DeleteGroupsResponse.DeletableGroupResult> Results { get; set; } = [];

    public static DeleteGroupsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DeleteGroupsResponse", version);
        var value = new DeleteGroupsResponse();
        var flexible = version >= 2;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countResults = reader.ReadArrayCount(flexible, 4);
        value.Results = new List<DeleteGroupsResponse.DeletableGroupResult>(countResults);
        for (var i = 0; i < countResults; i++) value.Results.Add(DeleteGroupsResponse.DeletableGroupResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DeleteGroupsResponse", version);
        var flexible = version >= 2;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Results.Count, flexible);
        foreach (var item in Results) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class DeletableGroupResult
    {
        public string GroupId { get; set; } = "";

        public KafkaError ErrorCode { get; set; }

        internal static DeleteGroupsResponse.DeletableGroupResult Read(ref KafkaReader reader, short version)
        {
            var value = new DeleteGroupsResponse.DeletableGroupResult();
            var flexible = version >= 2;
            value.GroupId = reader.ReadString(flexible);
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteString(GroupId, flexible);
            writer.WriteInt16((short)ErrorCode);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
