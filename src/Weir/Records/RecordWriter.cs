using System.Text;
using Weir.Output;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Records;

/// <summary>
/// Writes received records to standard output, as bytes. Values go out as they are, so that a pipe carries them
/// unchanged; only a terminal gets control characters escaped, because a record may come from a stranger.
/// </summary>
internal sealed class RecordWriter(Stream output, RecordWriterOptions options) : IDisposable
{
    private const int FlushBytes = 64 << 10;

    private readonly PooledBufferWriter _buffer = new(2 * FlushBytes);
    private readonly PooledBufferWriter _line = new();

    public bool IsFlushDue => _buffer.WrittenBytes >= FlushBytes;

    public void Write(ReceivedRecord at, in RecordView record)
    {
        if (options.Json)
        {
            JsonRecord.Write(_buffer, at, record);
            return;
        }

        PooledBufferWriter target = options.EscapeControls ? _line : _buffer;
        if (options.Format is { } format) format.Write(target, at, record);
        else target.Write(record.Value);
        if (options.EscapeControls) MoveLine();
        if (options.NewLine) _buffer.Write("\n"u8);
    }

    /// <exception cref="IOException">Nobody reads standard output any more.</exception>
    public async Task FlushAsync(CancellationToken cancel)
    {
        await output.WriteAsync(_buffer.WrittenMemory, cancel);
        await output.FlushAsync(cancel);
        _buffer.Reset();
    }

    public void Dispose()
    {
        _buffer.Dispose();
        _line.Dispose();
    }

    // Line feeds and tabs are what text has; the rest could move the cursor or worse.
    private void MoveLine()
    {
        string text = Encoding.UTF8.GetString(_line.WrittenSpan);
        _line.Reset();
        string shown = string.Join('\n', text.Split('\n').Select(static line =>
            string.Join('\t', line.Split('\t').Select(CommandOutput.Printable))));
        Encoding.UTF8.GetBytes(shown, _buffer);
    }
}
