// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeUserScramCredentialsRequest : IKafkaRequest<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>
{
    public const short Key = 50;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>.ApiKey => ApiKey.DescribeUserScramCredentials;

    public List<DescribeUserScramCredentialsRequest.UserName>? Users { get; set; }

    public static DescribeUserScramCredentialsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeUserScramCredentialsRequest", version);
        var value = new DescribeUserScramCredentialsRequest();
        var countUsers = reader.ReadNullableArrayCount(true, 2);
        value.Users = countUsers < 0 ? null : new List<DescribeUserScramCredentialsRequest.UserName>(countUsers);
        for (var i = 0; i < countUsers; i++) value.Users!.Add(DescribeUserScramCredentialsRequest.UserName.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeUserScramCredentialsRequest", version);
        if (Users is null)
        {
            writer.WriteArrayCount(-1, true);
        }
        else
        {
            writer.WriteArrayCount(Users.Count, true);
            foreach (var item in Users) item.Write(writer, version);
        }
        writer.WriteVarUInt32(0);
    }

    public sealed class UserName
    {
        public string Name { get; set; } = "";

        internal static DescribeUserScramCredentialsRequest.UserName Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeUserScramCredentialsRequest.UserName();
            value.Name = reader.ReadString(true);
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteVarUInt32(0);
        }
    }
}
