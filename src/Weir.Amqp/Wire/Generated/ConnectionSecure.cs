// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>connection.secure</summary>
internal readonly ref struct ConnectionSecure
{
    public const MethodId Id = MethodId.ConnectionSecure;

    public ReadOnlySpan<byte> Challenge { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ConnectionSecure method)
    {
        var reader = new ArgumentReader(octets);
        var challenge = reader.ReadLongString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ConnectionSecure
        {
            Challenge = challenge,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> challenge)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 4 + challenge.Length);
        writer.WriteLongString(challenge);
        writer.Complete();
    }
}
