namespace Weir.Kafka.Wire;

/// <summary>
/// The peer's bytes are not what the protocol allows. The only exception that reading a message can end in; the
/// connection it came from cannot be trusted further.
/// </summary>
public sealed class KafkaProtocolException : Exception
{
    public KafkaProtocolException(string message)
        : base(message)
    {
    }

    public KafkaProtocolException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public KafkaProtocolException()
    {
    }
}
