namespace Weir.Wire.Records;

/// <summary>Bits 0-2 of a batch's attributes. Stored: the values never change.</summary>
public enum CompressionCodec : byte
{
    None = 0,
    Gzip = 1,
    Snappy = 2,
    Lz4 = 3,
    Zstd = 4,
}
