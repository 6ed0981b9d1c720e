namespace Weir.Storage.Segments;

/// <summary>
/// A segment blob, little-endian:
/// <code>
/// +---------------------+-------------------------+-----------------+
/// | record batches      | index: 32 bytes a block | footer 64 bytes |
/// +---------------------+-------------------------+-----------------+
/// block   base offset i64 | position i64 | max timestamp i64 | bytes u32 | crc32c of the block's batches u32
/// footer  magic u64 | version u32 | blocks u32 | partition i64 | data bytes i64 | base offset i64 | next offset i64
///         | max timestamp i64 | crc32c of the index u32 | crc32c of the footer up to here u32
/// </code>
/// A block is a run of whole batches, at least <see cref="BlockBytesMin"/> long but for the last. The block checksum
/// covers what a batch's own does not: its base offset.
/// </summary>
internal static class SegmentLayout
{
    /// <summary>"WEIRSEG1", read as a little-endian integer.</summary>
    public const ulong Magic = 0x3147455352494557;
    public const uint Version = 1;
    public const int BlockBytesMin = 32 << 10;
    public const int BlockEntryBytes = 32;
    public const int FooterBytes = 64;
}
