namespace Weir.AmqpGenerator;

/// <summary>One line of the notation.</summary>
public sealed record MethodDefinition(
    ushort ClassId, ushort MethodId, string WireName, string Sender, bool HasContent, IReadOnlyList<MethodField> Fields)
{
    /// <summary>basic.get-ok is BasicGetOk.</summary>
    public string Name => Names.Pascal(WireName);

    public uint Id => ((uint)ClassId << 16) | MethodId;
}
