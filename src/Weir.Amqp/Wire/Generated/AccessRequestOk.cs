// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>access.request-ok</summary>
internal readonly ref struct AccessRequestOk
{
    public const MethodId Id = MethodId.AccessRequestOk;

    public ushort Ticket { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out AccessRequestOk method)
    {
        var reader = new ArgumentReader(octets);
        var ticket = reader.ReadU16();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new AccessRequestOk
        {
            Ticket = ticket,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, ushort ticket)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 2);
        writer.WriteU16(ticket);
        writer.Complete();
    }
}
