// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>connection.open</summary>
internal readonly ref struct ConnectionOpen
{
    public const MethodId Id = MethodId.ConnectionOpen;

    public ReadOnlySpan<byte> VirtualHost { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ConnectionOpen method)
    {
        var reader = new ArgumentReader(octets);
        var virtualHost = reader.ReadShortString();
        reader.ReadShortString();
        reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ConnectionOpen
        {
            VirtualHost = virtualHost,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> virtualHost)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 3 + virtualHost.Length);
        writer.WriteShortString(virtualHost);
        writer.WriteU8(0);
        writer.WriteU8(0);
        writer.Complete();
    }
}
