namespace Weir.Kafka.Wire;

/// <summary>A request, and by its type what answers it.</summary>
public interface IKafkaRequest<TSelf, TResponse> : IKafkaMessage<TSelf>
    where TSelf : IKafkaRequest<TSelf, TResponse>
    where TResponse : IKafkaMessage<TResponse>
{
    static abstract ApiKey ApiKey { get; }
}
