namespace Weir.Wire.Records;

/// <summary>
/// Encodes record headers into a buffer, for <see cref="RecordBatchBuilder"/>'s raw headers. Reused from record to
/// record with <see cref="Reset"/>; <see cref="Raw"/> is valid until the next change.
/// </summary>
public sealed class RecordHeaderWriter : IDisposable
{
    private readonly PooledBufferWriter _buffer = new();

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Raw => _buffer.WrittenSpan;

    /// <summary>How many bytes the header takes; a null value as length -1.</summary>
    public static int SizeOf(int keyBytes, int valueBytes) =>
        VarInt.SizeOfInt32(keyBytes) + keyBytes + VarInt.SizeOfInt32(valueBytes) + Math.Max(valueBytes, 0);

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        value.CopyTo(AddReservingValue(key, value.Length));

    public void AddNull(ReadOnlySpan<byte> key)
    {
        WriteKey(key, -1);
        Count++;
    }

    /// <summary>Adds a header whose value the caller writes into the returned span before anything else happens here.
    /// </summary>
    public Span<byte> AddReservingValue(ReadOnlySpan<byte> key, int valueBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(valueBytes);
        WriteKey(key, valueBytes);
        Count++;
        return _buffer.Reserve(valueBytes);
    }

    /// <summary>Adds headers that are encoded already, as <see cref="RecordView.RawHeaders"/> gives them.</summary>
    public void AddRaw(ReadOnlySpan<byte> rawHeaders, int count)
    {
        _buffer.Write(rawHeaders);
        Count += count;
    }

    public void Reset()
    {
        _buffer.Reset();
        Count = 0;
    }

    public void Dispose() => _buffer.Dispose();

    private void WriteKey(ReadOnlySpan<byte> key, int valueLength)
    {
        var room = _buffer.GetSpan(key.Length + 2 * VarInt.Int32BytesMax);
        var at = VarInt.WriteInt32(room, key.Length);
        key.CopyTo(room[at..]);
        at += key.Length;
        at += VarInt.WriteInt32(room[at..], valueLength);
        _buffer.Advance(at);
    }
}
