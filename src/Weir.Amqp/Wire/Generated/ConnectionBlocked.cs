// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>connection.blocked</summary>
internal readonly ref struct ConnectionBlocked
{
    public const MethodId Id = MethodId.ConnectionBlocked;

    public ReadOnlySpan<byte> Reason { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ConnectionBlocked method)
    {
        var reader = new ArgumentReader(octets);
        var reason = reader.ReadShortString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ConnectionBlocked
        {
            Reason = reason,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> reason)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 1 + reason.Length);
        writer.WriteShortString(reason);
        writer.Complete();
    }
}
