using System.Runtime.CompilerServices;

namespace Weir.Wire.Records;

/// <summary>
/// Walks the records of one batch, after decompression. Every length is checked against the record that holds it, so
/// hostile bytes end the walk with <see cref="IsMalformed"/> set and never throw. Headers are sliced, not checked, and
/// neither are offset deltas: that is <see cref="RecordBatchValidator"/>'s work.
/// </summary>
public ref struct RecordReader(ReadOnlySpan<byte> records, int count)
{
    private readonly ReadOnlySpan<byte> _records = records;
    private int _left = count;
    private int _position;

    /// <summary>Set when a record is broken, or when bytes are left after the last one.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Bytes before the end of the last record read.</summary>
    public readonly int Position => _position;

    public bool TryRead(out RecordView record)
    {
        if (_left <= 0 || IsMalformed)
        {
            if (_left < 0 || _position != _records.Length) IsMalformed = true;
            record = default;
            return false;
        }

        var at = _position;
        if (!VarInt.TryTakeInt32(_records, ref at, out var length)
            || (uint)length > (uint)(_records.Length - at)
            || !TryParse(_records.Slice(at, length), out record))
        {
            IsMalformed = true;
            record = default;
            return false;
        }

        _position = at + length;
        _left--;
        return true;
    }

    /// <summary>A length of -1 is null; any other negative one is refused.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryReadBytes(
        ReadOnlySpan<byte> source, scoped ref int position, out ReadOnlySpan<byte> value, out bool isNull)
    {
        value = default;
        isNull = false;
        if (!VarInt.TryTakeInt32(source, ref position, out var length)) return false;
        if ((uint)length > (uint)(source.Length - position)) return isNull = length == -1;

        value = source.Slice(position, length);
        position += length;
        return true;
    }

    private static bool TryParse(ReadOnlySpan<byte> body, out RecordView record)
    {
        record = default;
        var at = 1;
        if (body.IsEmpty
            || !VarInt.TryTakeInt64(body, ref at, out var timestampDelta)
            || !VarInt.TryTakeInt32(body, ref at, out var offsetDelta)
            || !TryReadBytes(body, ref at, out var key, out var isKeyNull)
            || !TryReadBytes(body, ref at, out var value, out var isValueNull)
            || !VarInt.TryTakeInt32(body, ref at, out var headerCount))
            return false;

        // A header takes two bytes at least.
        var headersBytes = body.Length - at;
        if ((uint)headerCount > (uint)headersBytes / 2 || (headerCount == 0 && headersBytes != 0)) return false;

        record = new RecordView
        {
            Attributes = (sbyte)body[0],
            TimestampDelta = timestampDelta,
            OffsetDelta = offsetDelta,
            IsKeyNull = isKeyNull,
            Key = key,
            IsValueNull = isValueNull,
            Value = value,
            HeaderCount = headerCount,
            RawHeaders = body[at..],
        };
        return true;
    }
}
