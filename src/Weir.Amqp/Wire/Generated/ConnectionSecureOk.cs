// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>connection.secure-ok</summary>
internal readonly ref struct ConnectionSecureOk
{
    public const MethodId Id = MethodId.ConnectionSecureOk;

    public ReadOnlySpan<byte> Response { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ConnectionSecureOk method)
    {
        var reader = new ArgumentReader(octets);
        var response = reader.ReadLongString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ConnectionSecureOk
        {
            Response = response,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> response)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 4 + response.Length);
        writer.WriteLongString(response);
        writer.Complete();
    }
}
