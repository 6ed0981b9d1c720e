// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>access.request</summary>
internal readonly ref struct AccessRequest
{
    public const MethodId Id = MethodId.AccessRequest;

    public ReadOnlySpan<byte> Realm { get; private init; }

    public bool Exclusive { get; private init; }

    public bool Passive { get; private init; }

    public bool Active { get; private init; }

    public bool MayWrite { get; private init; }

    public bool MayRead { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out AccessRequest method)
    {
        var reader = new ArgumentReader(octets);
        var realm = reader.ReadShortString();
        var exclusiveBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new AccessRequest
        {
            Realm = realm,
            Exclusive = (exclusiveBits & 1) != 0,
            Passive = (exclusiveBits & 2) != 0,
            Active = (exclusiveBits & 4) != 0,
            MayWrite = (exclusiveBits & 8) != 0,
            MayRead = (exclusiveBits & 16) != 0,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> realm, bool exclusive, bool passive, bool active, bool mayWrite, bool mayRead)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 2 + realm.Length);
        writer.WriteShortString(realm);
        writer.WriteU8((byte)((exclusive ? 1 : 0) | (passive ? 2 : 0) | (active ? 4 : 0) | (mayWrite ? 8 : 0) | (mayRead ? 16 : 0)));
        writer.Complete();
    }
}
