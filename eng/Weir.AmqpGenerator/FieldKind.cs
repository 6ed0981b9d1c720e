namespace Weir.AmqpGenerator;

/// <summary>The wire types that a method's arguments use.</summary>
public enum FieldKind
{
    Bit,
    U8,
    U16,
    U32,
    U64,

    /// <summary>Up to 255 bytes behind one octet of length.</summary>
    Str,

    /// <summary>Bytes behind four octets of length.</summary>
    Long,

    /// <summary>A field table: as <see cref="Long"/>, its entries are read lazily.</summary>
    Table,
}
