namespace Weir.AmqpGenerator;

/// <summary>One argument. A reserved one has no name: it is written as zero and skipped when read.</summary>
public sealed record MethodField(string? Name, FieldKind Kind)
{
    public bool IsReserved => Name is null;

    public string PropertyName => Names.Pascal(Name!);

    public string ParameterName => Names.Camel(Name!);

    public string CSharpType => Kind switch
    {
        FieldKind.Bit => "bool",
        FieldKind.U8 => "byte",
        FieldKind.U16 => "ushort",
        FieldKind.U32 => "uint",
        FieldKind.U64 => "ulong",
        _ => "ReadOnlySpan<byte>",
    };

    /// <summary>What the field takes on the wire at least; bits are counted by their octet elsewhere.</summary>
    public int FixedBytes => Kind switch
    {
        FieldKind.Bit => 0,
        FieldKind.U8 or FieldKind.Str => 1,
        FieldKind.U16 => 2,
        FieldKind.U64 => 8,
        _ => 4,
    };

    public bool HasContent => Kind >= FieldKind.Str;
}
