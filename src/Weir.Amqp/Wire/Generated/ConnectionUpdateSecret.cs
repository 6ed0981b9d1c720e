// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>connection.update-secret</summary>
internal readonly ref struct ConnectionUpdateSecret
{
    public const MethodId Id = MethodId.ConnectionUpdateSecret;

    public ReadOnlySpan<byte> NewSecret { get; private init; }

    public ReadOnlySpan<byte> Reason { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ConnectionUpdateSecret method)
    {
        var reader = new ArgumentReader(octets);
        var newSecret = reader.ReadLongString();
        var reason = reader.ReadShortString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ConnectionUpdateSecret
        {
            NewSecret = newSecret,
            Reason = reason,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> newSecret, ReadOnlySpan<byte> reason)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 5 + newSecret.Length + reason.Length);
        writer.WriteLongString(newSecret);
        writer.WriteShortString(reason);
        writer.Complete();
    }
}
