using Weir.Kafka.Wire;

namespace Weir.Kafka.Sessions;

/// <summary>What a fetch request says before it names partitions.</summary>
internal readonly record struct FetchHead(
    int MaxWaitMs, int MinBytes, int MaxBytes, sbyte IsolationLevel, int SessionId, int SessionEpoch)
{
    private const short FirstWithSessions = 7;
    private const short LastWithReplica = 14;

    /// <summary>True when the client asks for a session, or uses one.</summary>
    public bool IsSession => SessionEpoch >= 0;

    public static FetchHead Read(ref KafkaReader reader, short version)
    {
        if (version <= LastWithReplica) reader.ReadInt32();
        int maxWaitMs = reader.ReadInt32();
        int minBytes = reader.ReadInt32();
        int maxBytes = reader.ReadInt32();
        sbyte isolationLevel = reader.ReadSByte();
        int sessionId = version >= FirstWithSessions ? reader.ReadInt32() : 0;
        int sessionEpoch = version >= FirstWithSessions ? reader.ReadInt32() : -1;
        return new FetchHead(maxWaitMs, minBytes, maxBytes, isolationLevel, sessionId, sessionEpoch);
    }
}
