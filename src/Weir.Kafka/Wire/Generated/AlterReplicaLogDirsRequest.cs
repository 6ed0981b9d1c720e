// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AlterReplicaLogDirsRequest : IKafkaRequest<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse>
{
    public const short Key = 34;
    public const short MinVersion = 1;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse>.ApiKey => ApiKey.AlterReplicaLogDirs;

    public List<AlterReplicaLogDirsRequest.AlterReplicaLogDir> Dirs { get; set; } = [];

    public static AlterReplicaLogDirsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AlterReplicaLogDirsRequest", version);
        var value = new AlterReplicaLogDirsRequest();
        var flexible = version >= 2;
        var countDirs = reader.ReadArrayCount(flexible, 3);
        value.Dirs = new List<AlterReplicaLogDirsRequest.AlterReplicaLogDir>(countDirs);
        for (var i = 0; i < countDirs; i++) value.Dirs.Add(AlterReplicaLogDirsRequest.AlterReplicaLogDir.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AlterReplicaLogDirsRequest", version);
        var flexible = version >= 2;
        writer.WriteArrayCount(Dirs.Count, flexible);
        foreach (var item in Dirs) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class AlterReplicaLogDir
    {
        public string Path { get; set; } = "";

        public List<AlterReplicaLogDirsRequest.Topic> Topics { get; set; } = [];

        internal static AlterReplicaLogDirsRequest.AlterReplicaLogDir Read(ref KafkaReader reader, short version)
        {
            var value = new AlterReplicaLogDirsRequest.AlterReplicaLogDir();
            var flexible = version >= 2;
            value.Path = reader.ReadString(flexible);
            var countTopics = reader.ReadArrayCount(flexible, 3);
            value.Topics = new List<AlterReplicaLogDirsRequest.Topic>(countTopics);
            for (var i = 0; i < countTopics; i++) value.Topics.Add(AlterReplicaLogDirsRequest.Topic.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteString(Path, flexible);
            writer.WriteArrayCount(Topics.Count, flexible);
            foreach (var item in Topics) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public List<int> Partitions { get; set; } = [];

        internal static AlterReplicaLogDirsRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new AlterReplicaLogDirsRequest.Topic();
            var flexible = version >= 2;
            value.Name = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 4);
            value.Partitions = new List<int>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(reader.ReadInt32());
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteString(Name, flexible);
            writer.WriteArrayCount(Partitions.Count, flexible);
            foreach (var item in Partitions) writer.WriteInt32(item);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
