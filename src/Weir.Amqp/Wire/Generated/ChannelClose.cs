// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>channel.close</summary>
internal readonly ref struct ChannelClose
{
    public const MethodId Id = MethodId.ChannelClose;

    public ushort ReplyCode { get; private init; }

    public ReadOnlySpan<byte> ReplyText { get; private init; }

    public ushort FailedClass { get; private init; }

    public ushort FailedMethod { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ChannelClose method)
    {
        var reader = new ArgumentReader(octets);
        var replyCode = reader.ReadU16();
        var replyText = reader.ReadShortString();
        var failedClass = reader.ReadU16();
        var failedMethod = reader.ReadU16();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ChannelClose
        {
            ReplyCode = replyCode,
            ReplyText = replyText,
            FailedClass = failedClass,
            FailedMethod = failedMethod,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ushort replyCode, ReadOnlySpan<byte> replyText, ushort failedClass, ushort failedMethod)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 7 + replyText.Length);
        writer.WriteU16(replyCode);
        writer.WriteShortString(replyText);
        writer.WriteU16(failedClass);
        writer.WriteU16(failedMethod);
        writer.Complete();
    }
}
