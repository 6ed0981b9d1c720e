using Weir.Storage;

namespace Weir.Broker.Routing;

/// <summary>
/// An operator's rule: queues and exchanges whose name matches <paramref name="Pattern"/>, a regular expression, get
/// the arguments of <paramref name="Definition"/>, named without their <c>x-</c>. In the catalog, under
/// <c>policy/</c> or <c>operator-policy/</c>:
/// <code>
/// version u8 = 1 | applies to u8 | priority i64 | namespace str | name str | pattern str | definition arguments
/// </code>
/// </summary>
public sealed record Policy(
    string Namespace, string Name, string Pattern, PolicyTarget AppliesTo, int Priority, Arguments Definition)
{
    private const byte FormatVersion = 1;

    internal byte[] Encode()
    {
        using var writer = new RecordWriter();
        writer.Byte(FormatVersion);
        writer.Byte((byte)AppliesTo);
        writer.Int64(Priority);
        writer.Text(Namespace);
        writer.Text(Name);
        writer.Text(Pattern);
        ArgumentCodec.Write(writer, Definition);
        return writer.ToArray();
    }

    internal static Policy Decode(string key, ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader($"catalog entry {key}", bytes);
        reader.Version(FormatVersion);
        var target = (PolicyTarget)reader.Byte();
        if (target is PolicyTarget.None or > PolicyTarget.All)
            throw new DamagedDataException($"{reader.Name} applies to {(byte)target}");
        int priority = (int)reader.Int64();
        var policy = new Policy(
            reader.Text(), reader.Text(), reader.Text(), target, priority, ArgumentCodec.Read(ref reader));
        reader.End();
        return policy;
    }
}
