// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.qos</summary>
internal readonly ref struct BasicQos
{
    public const MethodId Id = MethodId.BasicQos;

    public uint PrefetchSize { get; private init; }

    public ushort PrefetchCount { get; private init; }

    public bool Global { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicQos method)
    {
        var reader = new ArgumentReader(octets);
        var prefetchSize = reader.ReadU32();
        var prefetchCount = reader.ReadU16();
        var globalBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicQos
        {
            PrefetchSize = prefetchSize,
            PrefetchCount = prefetchCount,
            Global = (globalBits & 1) != 0,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, uint prefetchSize, ushort prefetchCount, bool global)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 7);
        writer.WriteU32(prefetchSize);
        writer.WriteU16(prefetchCount);
        writer.WriteU8((byte)(global ? 1 : 0));
        writer.Complete();
    }
}
