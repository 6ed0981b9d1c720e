namespace Weir.Kafka.Wire;

/// <summary>
/// A message of the catalogue. Both sides use the same class: a server reads requests and writes responses, a client
/// the other way round. A property that the version does not carry keeps its default when read.
/// </summary>
public interface IKafkaMessage<TSelf>
    where TSelf : IKafkaMessage<TSelf>
{
    /// <exception cref="KafkaProtocolException">The bytes are malformed or the version is unknown.</exception>
    static abstract TSelf Read(ref KafkaReader reader, short version);

    /// <exception cref="NotSupportedException">A property is set that this version cannot carry.</exception>
    void Write(KafkaWriter writer, short version);
}
