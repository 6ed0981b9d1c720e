using System.Buffers.Binary;

namespace Weir.Amqp.Wire;

/// <summary>Splits a method frame's payload into the method's number and its arguments (specification 4.2.4).</summary>
internal static class MethodFrame
{
    /// <summary>False when the payload is too short to name a method. The number may still be an unknown one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out MethodId id, out ReadOnlySpan<byte> arguments)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(payload, out var number))
        {
            id = MethodId.None;
            arguments = default;
            return false;
        }

        id = (MethodId)number;
        arguments = payload[FrameLayout.MethodIdBytes..];
        return true;
    }
}
