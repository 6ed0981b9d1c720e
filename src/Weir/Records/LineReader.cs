namespace Weir.Records;

/// <summary>
/// Lines of a stream as bytes, without their line feed (or carriage return and line feed). While no whole line is
/// there, <see cref="NextAsync"/> waits a moment and then says <see cref="LineState.Pause"/> once, so that who reads
/// the lines can send what it has; the wait goes on with the next call.
/// </summary>
internal sealed class LineReader(Stream stream, TimeProvider time)
{
    private const int FirstBytes = 256 << 10;
    private const int LineBytesMax = 1 << 30;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private byte[] _buffer = new byte[FirstBytes];
    private int _start;
    private int _end;
    private int _searched;
    private Task<int>? _reading;
    private bool _isAtEnd;
    private bool _hasPaused;

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_lineStart, _lineBytes);

    private int _lineStart;
    private int _lineBytes;

    /// <summary>The lines that are in memory already; false is no end.</summary>
    public bool TryNext()
    {
        int found = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (found < 0)
        {
            _searched = _end;
            return _isAtEnd && _end > _start && TakeLine(_end, _end);
        }

        return TakeLine(_searched + found, _searched + found + 1);
    }

    public async ValueTask<LineState> NextAsync(CancellationToken cancel)
    {
        while (!TryNext())
        {
            if (_isAtEnd) return LineState.End;
            if (_reading is null)
            {
                MakeRoom();
                _reading = stream.ReadAsync(_buffer.AsMemory(_end), cancel).AsTask();
            }

            if (!_hasPaused && !_reading.IsCompleted)
            {
                await Task.WhenAny(_reading, Task.Delay(Moment, time, cancel));
                _hasPaused = true;
                if (!_reading.IsCompleted) return LineState.Pause;
            }

            int read = await _reading.WaitAsync(cancel);
            _reading = null;
            _hasPaused = false;
            _end += read;
            _isAtEnd = read == 0;
        }

        return LineState.Line;
    }

    private bool TakeLine(int end, int next)
    {
        _lineStart = _start;
        _lineBytes = end - _start;
        if (_lineBytes > 0 && _buffer[end - 1] == '\r') _lineBytes--;
        _start = _searched = next;
        return true;
    }

    private void MakeRoom()
    {
        int kept = _end - _start;
        if (kept > LineBytesMax) throw new UsageException($"a line has more than {LineBytesMax} bytes; is it --file?");
        byte[] target = kept > _buffer.Length / 2 ? new byte[2 * _buffer.Length] : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, kept);
        _buffer = target;
        _searched -= _start;
        _start = 0;
        _end = kept;
    }
}
