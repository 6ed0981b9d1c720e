using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;

namespace Weir.Inspection;

/// <summary>
/// Journal files in order. Where a frame is not valid it may be the torn tail of a crash, which recovery cuts, or
/// damage: it is damage once a later frame says that the journal had been synced beyond it. So the verdict waits.
/// </summary>
internal sealed class JournalInspector(InspectionWriter writer, FrameInspector frames)
{
    private const int FrameBytesMax = 1 << 30;
    private static readonly byte[] FrameMagic = BitConverter.GetBytes(JournalFrameHeader.Magic);

    private readonly ScanWindow _window = new();
    private readonly List<(string Where, long Sequence, string What)> _suspects = [];
    private IFile? _file;
    private string _path = "";
    private uint _salt;
    private long _expected;

    public void Inspect(IFile file, string path)
    {
        _file = file;
        _path = path;
        _window.Open(file);
        if (!JournalFileHeader.TryRead(_window.Get(0, JournalFileHeader.Bytes), out JournalFileHeader header))
        {
            writer.Item(0, "journal", ("file", path), ("bytes", file.Length));
            Suspect(0, "no valid file header, so nothing in the file can be read");
            return;
        }

        writer.Item(
            0,
            "journal",
            ("file", path),
            ("bytes", file.Length),
            ("version", header.Version),
            ("number", header.Number),
            ("first_sequence", header.FirstSequence));
        if (header.Version != JournalFileHeader.CurrentVersion)
        {
            writer.Damage(
                1, path, $"format version {header.Version}; this weir reads {JournalFileHeader.CurrentVersion}");
            return;
        }

        _salt = header.Salt;
        _expected = header.FirstSequence;
        ReadFrames();
    }

    /// <summary>After the last file: what no later frame has proven to be damage is the torn tail.</summary>
    public void End()
    {
        foreach ((string where, _, string what) in _suspects)
            writer.Finding(0, "tail", ("where", where), ("what",
                $"{what}: a broker that starts cuts the journal here"));
        _suspects.Clear();
    }

    private void ReadFrames()
    {
        long position = JournalFileHeader.Bytes;
        while (true)
        {
            if (!TryReadHeader(position, out JournalFrameHeader header) || header.Sequence != _expected)
            {
                ReadOnlySpan<byte> there = _window.Get(position, JournalFrameHeader.Bytes);
                there = there[..Math.Min(there.Length, JournalFrameHeader.Bytes)];
                bool isUnused = there.IndexOfAnyExcept((byte)0) < 0;
                long next = FindNext(position + 1, out header);
                if (next < 0)
                {
                    if (!isUnused && position < _window.FileLength) Suspect(position, "no frame follows");
                    writer.Item(1, "end", ("position", position), ("unused", _window.FileLength - position));
                    return;
                }

                Suspect(position, $"frames {_expected} to {header.Sequence - 1} cannot be read");
                _expected = header.Sequence;
                position = next;
            }

            position = ReadFrame(position, header);
            if (header.Shard != JournalFrameHeader.SealShard) continue;
            writer.Item(1, "seal", ("position", position), ("sequence", header.Sequence));
            return;
        }
    }

    private long ReadFrame(long position, in JournalFrameHeader header)
    {
        long body = position + JournalFrameHeader.Bytes;
        bool isWhole = _window.Matches(body, header.Length, header.BodyCrc);
        if (header.Shard != JournalFrameHeader.SealShard)
        {
            writer.Item(
                1,
                "frame",
                ("position", position),
                ("sequence", header.Sequence),
                ("synced", header.SyncedSequence),
                ("shard", header.Shard == ShardTable.Catalog ? "catalog" : $"{header.Shard}"),
                ("lsn", header.Lsn),
                ("epoch", header.Epoch),
                ("bytes", header.Length));
        }

        if (!isWhole) Suspect(position, $"the body of frame {header.Sequence} fails its checksum");
        else Settle(header.SyncedSequence);
        if (isWhole && header.Length > 0 && header.Shard != JournalFrameHeader.SealShard)
        {
            byte[] bytes = new byte[header.Length];
            _file!.ReadFully(bytes, body);
            frames.Inspect(2, $"{_path} at byte {position}", header.Shard, bytes);
        }

        _expected = header.Sequence + 1;
        return body + header.Length;
    }

    private bool TryReadHeader(long position, out JournalFrameHeader header) =>
        JournalFrameHeader.TryRead(_window.Get(position, JournalFrameHeader.Bytes), _salt, out header)
        && header.Length <= FrameBytesMax
        && position + JournalFrameHeader.Bytes + header.Length <= _window.FileLength;

    private long FindNext(long position, out JournalFrameHeader header)
    {
        while (true)
        {
            ReadOnlySpan<byte> bytes = _window.Get(position, JournalFrameHeader.Bytes);
            if (bytes.Length < JournalFrameHeader.Bytes) break;
            int found = bytes.IndexOf(FrameMagic);
            if (found < 0)
            {
                position += bytes.Length - (FrameMagic.Length - 1);
                continue;
            }

            position += found;
            if (TryReadHeader(position, out header) && header.Sequence > _expected) return position;
            position++;
        }

        header = default;
        return -1;
    }

    private void Suspect(long position, string what) => _suspects.Add(($"{_path} at byte {position}", _expected, what));

    private void Settle(long synced)
    {
        foreach ((string where, long sequence, string what) in _suspects)
        {
            if (sequence <= synced) writer.Damage(1, where, what);
        }

        _suspects.RemoveAll(suspect => suspect.Sequence <= synced);
    }
}
