namespace Weir.Storage.Logs;

/// <summary>
/// The body of a journal frame: entries back to back, little-endian, all batches before all events.
/// <code>
/// batches  +----------+---------+---------------+-----------+----------------------+
///          | kind=1 u8| 0 u8 x3 | bytes i32     | part. i64 | whole record batches |
///          +----------+---------+---------------+-----------+----------------------+
/// event    | kind=2 u8| 0 u8    | event kind u16| bytes i32 | payload              |
///          +----------+---------+---------------+-----------+
/// trim     | kind=3 u8| 0 u8 x7 | part. i64     | new start offset i64
///          +----------+---------+---------------+
/// </code>
/// </summary>
internal static class FrameLayout
{
    public const byte Batches = 1;
    public const byte Event = 2;
    public const byte Trim = 3;
    public const int BatchesHeaderBytes = 16;
    public const int EventHeaderBytes = 8;
    public const int TrimBytes = 24;
}
