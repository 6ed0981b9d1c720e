// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>connection.start-ok</summary>
internal readonly ref struct ConnectionStartOk
{
    public const MethodId Id = MethodId.ConnectionStartOk;

    public ReadOnlySpan<byte> ClientProperties { get; private init; }

    public ReadOnlySpan<byte> Mechanism { get; private init; }

    public ReadOnlySpan<byte> Response { get; private init; }

    public ReadOnlySpan<byte> Locale { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ConnectionStartOk method)
    {
        var reader = new ArgumentReader(octets);
        var clientProperties = reader.ReadLongString();
        var mechanism = reader.ReadShortString();
        var response = reader.ReadLongString();
        var locale = reader.ReadShortString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ConnectionStartOk
        {
            ClientProperties = clientProperties,
            Mechanism = mechanism,
            Response = response,
            Locale = locale,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> clientProperties, ReadOnlySpan<byte> mechanism, ReadOnlySpan<byte> response, ReadOnlySpan<byte> locale)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 10 + clientProperties.Length + mechanism.Length + response.Length + locale.Length);
        writer.WriteLongString(clientProperties);
        writer.WriteShortString(mechanism);
        writer.WriteLongString(response);
        writer.WriteShortString(locale);
        writer.Complete();
    }
}
