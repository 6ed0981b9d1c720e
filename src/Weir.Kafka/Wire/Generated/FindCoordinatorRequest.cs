// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class FindCoordinatorRequest : IKafkaRequest<FindCoordinatorRequest, FindCoordinatorResponse>
{
    public const short Key = 10;
    public const short MinVersion = 0;
    public const short MaxVersion = 6;

    public static bool IsFlexible(short version) => version >= 3;

    static ApiKey IKafkaRequest<FindCoordinatorRequest, FindCoordinatorResponse>.ApiKey => ApiKey.FindCoordinator;

    public string CoordinatorKey { get; set; } = "";

    public sbyte KeyType { get; set; }

    public List<string> CoordinatorKeys { get; set; } = [];

    public static FindCoordinatorRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("FindCoordinatorRequest", version);
        var value = new FindCoordinatorRequest();
        var flexible = version >= 3;
        if (version <= 3)
        {
            value.CoordinatorKey = reader.ReadString(flexible);
        }
        if (version >= 1)
        {
            value.KeyType = reader.ReadSByte();
        }
        if (version >= 4)
        {
            var countCoordinatorKeys = reader.ReadArrayCount(flexible, 1);
            value.CoordinatorKeys = new List<string>(countCoordinatorKeys);
            for (var i = 0; i < countCoordinatorKeys; i++) value.CoordinatorKeys.Add(reader.ReadString(flexible));
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("FindCoordinatorRequest", version);
        var flexible = version >= 3;
        if (version <= 3)
        {
            writer.WriteString(CoordinatorKey, flexible);
        }
        if (!(version <= 3) && CoordinatorKey is not "") throw KafkaWriter.FieldLost("FindCoordinatorRequest.CoordinatorKey", version);
        if (version >= 1)
        {
            writer.WriteSByte(KeyType);
        }
        if (!(version >= 1) && KeyType != 0) throw KafkaWriter.FieldLost("FindCoordinatorRequest.KeyType", version);
        if (version >= 4)
        {
            writer.WriteArrayCount(CoordinatorKeys.Count, flexible);
            foreach (var item in CoordinatorKeys) writer.WriteString(item, flexible);
        }
        if (!(version >= 4) && CoordinatorKeys is not { Count: 0 }) throw KafkaWriter.FieldLost("FindCoordinatorRequest.CoordinatorKeys", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
