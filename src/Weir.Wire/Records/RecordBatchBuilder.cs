using System.Buffers;
using System.Buffers.Binary;

namespace Weir.Wire.Records;

/// <summary>
/// Encodes records into one batch, again and again: <see cref="Reset"/>, add, <see cref="Complete()"/>. Records are
/// written once, straight behind room left for the head; only a compressed batch is copied. Sizes are computed before
/// writing, so adding costs no second pass, and nothing is allocated once the buffer has grown to its usual size.
/// What was returned stays valid until the next call that changes the builder. One user at a time.
/// </summary>
public sealed class RecordBatchBuilder : IDisposable
{
    // Length, timestamp delta, offset delta, key length, value length and header count; attributes are the + 1.
    private const int RecordOverheadBytesMax = 5 * VarInt.Int32BytesMax + VarInt.Int64BytesMax + 1;

    private readonly PooledBufferWriter _plain = new();
    private readonly PooledBufferWriter _compressed = new();
    private long _baseTimestampMs;
    private long _maxTimestampMs;
    private long _producerId;
    private short _producerEpoch;
    private int _baseSequence;
    private short _attributes;
    private int _lastOffsetDelta;
    private bool _isCompleted;

    public RecordBatchBuilder() => Reset(0);

    /// <summary>Written into the head by <see cref="Complete()"/>; 0 after a reset.</summary>
    public long BaseOffset { get; set; }

    /// <summary>Written into the head by <see cref="Complete()"/>; -1 after a reset.</summary>
    public int LeaderEpoch { get; set; }

    public int RecordCount { get; private set; }

    /// <summary>Head and records so far, before compression.</summary>
    public int SizeBytes => _plain.WrittenBytes;

    /// <summary>What its buffers hold, used or not.</summary>
    public int CapacityBytes => _plain.CapacityBytes + _compressed.CapacityBytes;

    /// <summary>The last offset delta used, or -1 before the first record.</summary>
    public int LastOffsetDelta => _lastOffsetDelta;

    /// <summary>The batch that <see cref="Complete()"/> made, open to patching. Valid until the next change.</summary>
    public Memory<byte> CompletedMemory
    {
        get
        {
            if (!_isCompleted) throw new InvalidOperationException("The batch is not complete.");
            return Codec == CompressionCodec.None ? _plain.WrittenMemory : _compressed.WrittenMemory;
        }
    }

    private CompressionCodec Codec => (CompressionCodec)(_attributes & RecordBatchHeader.CodecMask);

    /// <exception cref="NotSupportedException">The codec's native library is missing.</exception>
    public void Reset(
        long baseTimestampMs,
        CompressionCodec codec = CompressionCodec.None,
        long producerId = -1,
        short producerEpoch = -1,
        int baseSequence = -1,
        bool transactional = false,
        bool control = false)
    {
        if (!RecordCompression.IsAvailable(codec))
            throw new NotSupportedException($"{codec} needs a library that is not on this machine.");

        _baseTimestampMs = _maxTimestampMs = baseTimestampMs;
        _producerId = producerId;
        _producerEpoch = producerEpoch;
        _baseSequence = baseSequence;
        _attributes = (short)codec;
        if (transactional) _attributes |= RecordBatchHeader.TransactionalBit;
        if (control) _attributes |= RecordBatchHeader.ControlBit;
        BaseOffset = 0;
        LeaderEpoch = -1;
        RecordCount = 0;
        _lastOffsetDelta = -1;
        _isCompleted = false;
        _plain.Reset();
        _compressed.Reset();
        _plain.Reserve(RecordBatchHeader.Bytes).Clear();
    }

    public void Add(
        long timestampMs,
        ReadOnlySpan<byte> key,
        bool keyNull,
        ReadOnlySpan<byte> value,
        bool valueNull,
        ReadOnlySpan<byte> rawHeaders,
        int headerCount) =>
        Add(_lastOffsetDelta + 1, timestampMs, key, keyNull, value, valueNull, rawHeaders, headerCount);

    /// <summary>Adds with an explicit offset delta, which must exceed the last one: compaction leaves gaps.</summary>
    public void Add(
        int offsetDelta,
        long timestampMs,
        ReadOnlySpan<byte> key,
        bool keyNull,
        ReadOnlySpan<byte> value,
        bool valueNull,
        ReadOnlySpan<byte> rawHeaders,
        int headerCount)
    {
        var valueLength = valueNull ? -1 : value.Length;
        var room = Begin(offsetDelta, timestampMs, key, keyNull, valueLength, rawHeaders, headerCount);
        if (!valueNull) value.CopyTo(room);
    }

    public void Add(
        long timestampMs,
        ReadOnlySpan<byte> key,
        bool keyNull,
        in ReadOnlySequence<byte> value,
        ReadOnlySpan<byte> rawHeaders,
        int headerCount)
    {
        var valueBytes = checked((int)value.Length);
        value.CopyTo(AddReservingValue(timestampMs, key, keyNull, valueBytes, rawHeaders, headerCount));
    }

    /// <summary>
    /// Adds a record whose value the caller writes into the returned span, all of it, before anything else happens
    /// here. For protocols that know a size before the bytes have arrived.
    /// </summary>
    public Span<byte> AddReservingValue(
        long timestampMs,
        ReadOnlySpan<byte> key,
        bool keyNull,
        int valueBytes,
        ReadOnlySpan<byte> rawHeaders,
        int headerCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(valueBytes);
        return Begin(_lastOffsetDelta + 1, timestampMs, key, keyNull, valueBytes, rawHeaders, headerCount);
    }

    /// <summary>Compresses when asked, and fills lengths and checksum. Adding is over until the next reset.</summary>
    public ReadOnlySpan<byte> Complete()
    {
        if (RecordCount == 0) throw new InvalidOperationException("A batch needs a record.");
        return Complete(_lastOffsetDelta);
    }

    /// <summary>
    /// As <see cref="Complete()"/> with a last offset delta of its own: a compacted batch keeps covering the offsets of
    /// the records it lost, even when it lost all of them.
    /// </summary>
    public ReadOnlySpan<byte> Complete(int lastOffsetDelta)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lastOffsetDelta);
        ArgumentOutOfRangeException.ThrowIfLessThan(lastOffsetDelta, _lastOffsetDelta);
        if (!_isCompleted) Compress();
        _isCompleted = true;
        var batch = CompletedMemory.Span;
        WriteHead(batch, lastOffsetDelta);
        return batch;
    }

    public void Dispose()
    {
        _plain.Dispose();
        _compressed.Dispose();
    }

    private Span<byte> Begin(
        int offsetDelta,
        long timestampMs,
        ReadOnlySpan<byte> key,
        bool keyNull,
        int valueLength,
        ReadOnlySpan<byte> rawHeaders,
        int headerCount)
    {
        if (_isCompleted) throw new InvalidOperationException("The batch is complete; reset first.");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(offsetDelta, _lastOffsetDelta);
        ArgumentOutOfRangeException.ThrowIfNegative(headerCount);

        var timestampDelta = timestampMs - _baseTimestampMs;
        var keyLength = keyNull ? -1 : key.Length;
        var valueBytes = Math.Max(valueLength, 0);
        var bodyBytes = checked(
            1 + VarInt.SizeOfInt64(timestampDelta) + VarInt.SizeOfInt32(offsetDelta)
            + VarInt.SizeOfInt32(keyLength) + Math.Max(keyLength, 0)
            + VarInt.SizeOfInt32(valueLength) + valueBytes
            + VarInt.SizeOfInt32(headerCount) + rawHeaders.Length);

        var room = _plain.GetSpan(checked(bodyBytes + RecordOverheadBytesMax));
        var at = VarInt.WriteInt32(room, bodyBytes);
        room[at++] = 0; // no record attribute is defined
        at += VarInt.WriteInt64(room[at..], timestampDelta);
        at += VarInt.WriteInt32(room[at..], offsetDelta);
        at += VarInt.WriteInt32(room[at..], keyLength);
        if (!keyNull)
        {
            key.CopyTo(room[at..]);
            at += key.Length;
        }

        at += VarInt.WriteInt32(room[at..], valueLength);
        var value = room.Slice(at, valueBytes);
        at += valueBytes;
        at += VarInt.WriteInt32(room[at..], headerCount);
        rawHeaders.CopyTo(room[at..]);
        _plain.Advance(at + rawHeaders.Length);

        if (RecordCount == 0 || timestampMs > _maxTimestampMs) _maxTimestampMs = timestampMs;
        _lastOffsetDelta = offsetDelta;
        RecordCount++;
        return value;
    }

    private void Compress()
    {
        if (Codec == CompressionCodec.None) return;
        _compressed.Reserve(RecordBatchHeader.Bytes).Clear();
        RecordCompression.Compress(Codec, _plain.WrittenSpan[RecordBatchHeader.Bytes..], _compressed);
    }

    private void WriteHead(Span<byte> batch, int lastOffsetDelta)
    {
        RecordBatchPatch.SetBaseOffset(batch, BaseOffset);
        BinaryPrimitives.WriteInt32BigEndian(
            batch[RecordBatchHeader.LengthAt..], batch.Length - RecordBatchHeader.LogOverheadBytes);
        RecordBatchPatch.SetLeaderEpoch(batch, LeaderEpoch);
        batch[RecordBatchHeader.MagicAt] = RecordBatchHeader.CurrentMagic;
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchHeader.AttributesAt..], _attributes);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.LastOffsetDeltaAt..], lastOffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.BaseTimestampAt..], _baseTimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.MaxTimestampAt..], _maxTimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.ProducerIdAt..], _producerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchHeader.ProducerEpochAt..], _producerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.BaseSequenceAt..], _baseSequence);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.RecordCountAt..], RecordCount);
        RecordBatchPatch.WriteCrc(batch);
    }
}
