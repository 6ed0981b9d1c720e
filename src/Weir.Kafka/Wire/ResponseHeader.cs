namespace Weir.Kafka.Wire;

/// <summary>Stands before every response, after its size: correlation id, and in version 1 tags.</summary>
public readonly record struct ResponseHeader(int CorrelationId)
{
    public static ResponseHeader Read(ref KafkaReader reader, short headerVersion)
    {
        if (headerVersion is < 0 or > 1) throw KafkaReader.VersionUnknown(nameof(ResponseHeader), headerVersion);
        var header = new ResponseHeader(reader.ReadInt32());
        if (headerVersion >= 1) reader.SkipTags();
        return header;
    }

    public void Write(KafkaWriter writer, short headerVersion)
    {
        if (headerVersion is < 0 or > 1) throw KafkaWriter.VersionUnknown(nameof(ResponseHeader), headerVersion);
        writer.WriteInt32(CorrelationId);
        if (headerVersion >= 1) writer.WriteVarUInt32(0);
    }
}
