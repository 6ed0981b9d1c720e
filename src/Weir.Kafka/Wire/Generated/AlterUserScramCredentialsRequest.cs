// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AlterUserScramCredentialsRequest : IKafkaRequest<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse>
{
    public const short Key = 51;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse>.ApiKey => ApiKey.AlterUserScramCredentials;

    public List<AlterUserScramCredentialsRequest.ScramCredentialDeletion> Deletions { get; set; } = [];

    public List<AlterUserScramCredentialsRequest.ScramCredentialUpsertion> Upsertions { get; set; } = [];

    public static AlterUserScramCredentialsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AlterUserScramCredentialsRequest", version);
        var value = new AlterUserScramCredentialsRequest();
        var countDeletions = reader.ReadArrayCount(true, 3);
        value.Deletions = new List<AlterUserScramCredentialsRequest.ScramCredentialDeletion>(countDeletions);
        for (var i = 0; i < countDeletions; i++) value.Deletions.Add(AlterUserScramCredentialsRequest.ScramCredentialDeletion.Read(ref reader, version));
        var countUpsertions = reader.ReadArrayCount(true, 9);
        value.Upsertions = new List<AlterUserScramCredentialsRequest.ScramCredentialUpsertion>(countUpsertions);
        for (var i = 0; i < countUpsertions; i++) value.Upsertions.Add(AlterUserScramCredentialsRequest.ScramCredentialUpsertion.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AlterUserScramCredentialsRequest", version);
        writer.WriteArrayCount(Deletions.Count, true);
        foreach (var item in Deletions) item.Write(writer, version);
        writer.WriteArrayCount(Upsertions.Count, true);
        foreach (var item in Upsertions) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class ScramCredentialDeletion
    {
        public string Name { get; set; } = "";

        public sbyte Mechanism { get; set; }

        internal static AlterUserScramCredentialsRequest.ScramCredentialDeletion Read(ref KafkaReader reader, short version)
        {
            var value = new AlterUserScramCredentialsRequest.ScramCredentialDeletion();
            value.Name = reader.ReadString(true);
            value.Mechanism = reader.ReadSByte();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteSByte(Mechanism);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class ScramCredentialUpsertion
    {
        public string Name { get; set; } = "";

        public sbyte Mechanism { get; set; }

        public int Iterations { get; set; }

        public byte[] Salt { get; set; } = [];

        public byte[] SaltedPassword { get; set; } = [];

        internal static AlterUserScramCredentialsRequest.ScramCredentialUpsertion Read(ref KafkaReader reader, short version)
        {
            var value = new AlterUserScramCredentialsRequest.ScramCredentialUpsertion();
            value.Name = reader.ReadString(true);
            value.Mechanism = reader.ReadSByte();
            value.Iterations = reader.ReadInt32();
            value.Salt = reader.ReadBytes(true);
            value.SaltedPassword = reader.ReadBytes(true);
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteSByte(Mechanism);
            writer.WriteInt32(Iterations);
            writer.WriteBytes(Salt, true);
            writer.WriteBytes(SaltedPassword, true);
            writer.WriteVarUInt32(0);
        }
    }
}
