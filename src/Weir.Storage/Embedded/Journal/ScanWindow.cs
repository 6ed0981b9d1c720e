using Weir.Storage.Files;
using Weir.Wire;

namespace Weir.Storage.Embedded.Journal;

/// <summary>Reads a file front to back through one large buffer.</summary>
internal sealed class ScanWindow
{
    public const int Bytes = 1 << 20;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Bytes);
    private IFile? _file;
    private long _start;
    private int _count;

    public long FileLength { get; private set; }

    public void Open(IFile file)
    {
        _file = file;
        FileLength = file.Length;
        _start = 0;
        _count = 0;
    }

    /// <summary>
    /// At least <paramref name="atLeast"/> bytes from the position on, fewer only where the file ends.
    /// </summary>
    public ReadOnlySpan<byte> Get(long position, int atLeast)
    {
        if (position < _start || position + atLeast > _start + _count)
        {
            _start = position;
            _count = _file!.ReadFully(_buffer, position);
        }

        int skip = (int)Math.Min(position - _start, _count);
        return _buffer.AsSpan(skip, _count - skip);
    }

    /// <summary>Whether that many bytes are there and have the checksum.</summary>
    public bool Matches(long position, int length, uint crc)
    {
        uint actual = 0;
        while (length > 0)
        {
            ReadOnlySpan<byte> bytes = Get(position, 1);
            if (bytes.IsEmpty)
                return false;
            if (bytes.Length > length)
                bytes = bytes[..length];
            actual = Crc32C.Append(actual, bytes);
            position += bytes.Length;
            length -= bytes.Length;
        }

        return actual == crc;
    }
}
