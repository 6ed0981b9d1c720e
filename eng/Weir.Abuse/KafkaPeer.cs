using System.Buffers.Binary;
using System.Net.Sockets;
using Weir.Kafka.Wire;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Abuse;

/// <summary>
/// The client's end of a Kafka connection, which may do as it likes. It blocks; one thread at a time.
/// </summary>
internal sealed class KafkaPeer(TargetBroker broker) : IDisposable
{
    private int _correlation;

    public Socket Socket { get; } = TargetBroker.Connect(broker.KafkaPort);

    public void Dispose() => Socket.Dispose();

    public TResponse Ask<TRequest, TResponse>(IKafkaRequest<TRequest, TResponse> request, short version)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaMessage<TResponse>
    {
        Send(request, version);
        byte[] answer = Receive() ?? throw new AbuseException($"{TRequest.ApiKey} is answered by the connection's end");
        var reader = new KafkaReader(answer.AsMemory());
        _ = ResponseHeader.Read(ref reader, ApiCatalog.Get(TRequest.ApiKey).ResponseHeaderVersion(version));
        return TResponse.Read(ref reader, version);
    }

    public void Send<TRequest, TResponse>(IKafkaRequest<TRequest, TResponse> request, short version)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaMessage<TResponse>
    {
        using var writer = new KafkaWriter();
        int frame = writer.BeginFrame();
        new RequestHeader((short)TRequest.ApiKey, version, ++_correlation, "abuse").Write(
            writer, ApiCatalog.Get(TRequest.ApiKey).RequestHeaderVersion(version));
        request.Write(writer, version);
        writer.EndFrame(frame);
        Send(writer.WrittenSpan);
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[Socket.Send(bytes)..];
    }

    /// <summary>The next answer without its size; null at the end of the connection.</summary>
    public byte[]? Receive()
    {
        byte[] size = new byte[4];
        if (!TryFill(size)) return null;
        byte[] answer = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
        return TryFill(answer) ? answer : null;
    }

    public KafkaError Produce(string topic, ReadOnlyMemory<byte> batch) =>
        Ask(ProduceOf(topic, batch), 7).Responses[0].PartitionResponses[0].ErrorCode;

    public static ProduceRequest ProduceOf(string topic, ReadOnlyMemory<byte> batch) => new()
    {
        Acks = -1,
        TimeoutMs = 30_000,
        TopicData = [new() { Name = topic, PartitionData = [new() { Index = 0, Records = batch }] }],
    };

    public void CreateTopic(string topic) => Ask(
        new CreateTopicsRequest { Topics = [new() { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }] }, 4);

    public static byte[] Batch(int records, int valueBytes, CompressionCodec codec = CompressionCodec.None)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(1_700_000_000_000, codec: codec);
        byte[] value = new byte[valueBytes];
        for (int i = 0; i < records; i++)
            builder.Add(1_700_000_000_000, "k"u8, false, value, false, default, 0);
        return builder.Complete().ToArray();
    }

    private bool TryFill(Span<byte> destination)
    {
        try
        {
            while (!destination.IsEmpty)
            {
                int read = Socket.Receive(destination);
                if (read == 0) return false;
                destination = destination[read..];
            }

            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return false;
        }
    }
}
