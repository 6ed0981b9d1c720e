// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>connection.start</summary>
internal readonly ref struct ConnectionStart
{
    public const MethodId Id = MethodId.ConnectionStart;

    public byte VersionMajor { get; private init; }

    public byte VersionMinor { get; private init; }

    public ReadOnlySpan<byte> ServerProperties { get; private init; }

    public ReadOnlySpan<byte> Mechanisms { get; private init; }

    public ReadOnlySpan<byte> Locales { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ConnectionStart method)
    {
        var reader = new ArgumentReader(octets);
        var versionMajor = reader.ReadU8();
        var versionMinor = reader.ReadU8();
        var serverProperties = reader.ReadLongString();
        var mechanisms = reader.ReadLongString();
        var locales = reader.ReadLongString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ConnectionStart
        {
            VersionMajor = versionMajor,
            VersionMinor = versionMinor,
            ServerProperties = serverProperties,
            Mechanisms = mechanisms,
            Locales = locales,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, byte versionMajor, byte versionMinor, ReadOnlySpan<byte> serverProperties, ReadOnlySpan<byte> mechanisms, ReadOnlySpan<byte> locales)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 14 + serverProperties.Length + mechanisms.Length + locales.Length);
        writer.WriteU8(versionMajor);
        writer.WriteU8(versionMinor);
        writer.WriteLongString(serverProperties);
        writer.WriteLongString(mechanisms);
        writer.WriteLongString(locales);
        writer.Complete();
    }
}
