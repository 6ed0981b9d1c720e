namespace Weir.Wire.Records;

/// <summary>Why a record batch was refused.</summary>
public enum BatchError : byte
{
    None,

    /// <summary>The bytes end before the batch does.</summary>
    Truncated,

    /// <summary>The length field is smaller than a batch header.</summary>
    BadLength,

    /// <summary>Not message format 2.</summary>
    BadMagic,

    BadCrc,

    /// <summary>The record count contradicts the offsets or the records that are there.</summary>
    BadCount,

    /// <summary>Offsets are negative, overflow, or are not the run the header promises.</summary>
    BadOffsets,

    /// <summary>A record's or record header's lengths lead outside it.</summary>
    BadRecord,

    /// <summary>An unknown codec, or compressed data that does not decompress.</summary>
    BadCompression,

    /// <summary>The records would decompress to more than the limit.</summary>
    TooLarge,

    /// <summary>A known codec whose native library is not on this machine.</summary>
    UnsupportedCodec,
}
