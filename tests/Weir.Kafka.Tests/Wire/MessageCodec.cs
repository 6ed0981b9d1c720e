using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Wire;

/// <summary>Reads and writes a message whose class is known by name only.</summary>
internal abstract class MessageCodec
{
    public static MessageCodec Of(string name)
    {
        var type = typeof(ApiCatalog).Assembly.GetType($"Weir.Kafka.Wire.{name}", throwOnError: true)!;
        return (MessageCodec)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(type))!;
    }

    public abstract object Create();

    public abstract object Read(ReadOnlyMemory<byte> bytes, int version, out int remaining);

    public abstract byte[] Write(object message, int version);

    public object ReadAll(ReadOnlyMemory<byte> bytes, int version)
    {
        var message = Read(bytes, version, out var remaining);
        Assert.Equal(0, remaining);
        return message;
    }

    private sealed class Typed<T> : MessageCodec
        where T : class, IKafkaMessage<T>, new()
    {
        public override object Create() => new T();

        public override object Read(ReadOnlyMemory<byte> bytes, int version, out int remaining)
        {
            var reader = new KafkaReader(bytes);
            var message = T.Read(ref reader, (short)version);
            remaining = reader.Remaining;
            return message;
        }

        public override byte[] Write(object message, int version)
        {
            using var writer = new KafkaWriter();
            ((T)message).Write(writer, (short)version);
            return writer.WrittenSpan.ToArray();
        }
    }
}
