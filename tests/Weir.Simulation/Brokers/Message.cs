using System.Buffers.Binary;

namespace Weir.Simulation.Brokers;

/// <summary>A published message. Its value says which it is, and the rest of the value follows from that.</summary>
internal sealed class Message
{
    public Message(int id, int bytes, long publishedMs)
    {
        Id = id;
        PublishedMs = publishedMs;
        Value = new byte[4 + bytes];
        new Random(id).NextBytes(Value);
        BinaryPrimitives.WriteInt32LittleEndian(Value, id);
    }

    public int Id { get; }

    public long PublishedMs { get; }

    public byte[] Value { get; }

    public static int IdOf(ReadOnlySpan<byte> value) =>
        value.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(value);
}
