namespace Weir.Wire.Records.Compression;

/// <summary>
/// Hands a streaming decoder its next piece of output room and counts what it made. One byte more than the limit is
/// offered, so that "exactly the limit" and "more" can be told apart without decoding the rest.
/// </summary>
internal ref struct DecompressionOutput(PooledBufferWriter destination, long maxBytes)
{
    public const int StepBytes = 64 * 1024;

    private readonly PooledBufferWriter _destination = destination;
    private long _leftBytes = maxBytes;

    public readonly bool IsOverLimit => _leftBytes < 0;

    public readonly Span<byte> Room()
    {
        var wantedBytes = (int)Math.Min(StepBytes, _leftBytes + 1);
        return _destination.GetSpan(wantedBytes)[..wantedBytes];
    }

    public void Advance(int bytes)
    {
        _destination.Advance(bytes);
        _leftBytes -= bytes;
    }
}
