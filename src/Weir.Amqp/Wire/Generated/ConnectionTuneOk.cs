// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>connection.tune-ok</summary>
internal readonly ref struct ConnectionTuneOk
{
    public const MethodId Id = MethodId.ConnectionTuneOk;

    public ushort ChannelMax { get; private init; }

    public uint FrameMax { get; private init; }

    public ushort Heartbeat { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ConnectionTuneOk method)
    {
        var reader = new ArgumentReader(octets);
        var channelMax = reader.ReadU16();
        var frameMax = reader.ReadU32();
        var heartbeat = reader.ReadU16();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ConnectionTuneOk
        {
            ChannelMax = channelMax,
            FrameMax = frameMax,
            Heartbeat = heartbeat,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ushort channelMax, uint frameMax, ushort heartbeat)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 8);
        writer.WriteU16(channelMax);
        writer.WriteU32(frameMax);
        writer.WriteU16(heartbeat);
        writer.Complete();
    }
}
