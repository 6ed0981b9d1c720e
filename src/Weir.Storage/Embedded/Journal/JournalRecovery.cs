using Weir.Storage.Files;

namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// Reads the journal files in order, once, checks every frame and tells the streams where their frames are. It expects
/// dense sequences; between two files they may jump only when the first was sealed (files between were freed). Where a
/// frame is not valid there is a <see cref="Suspect"/>; reading goes on behind it, and what follows counts only if
/// a frame proves the suspect to be damage. Otherwise everything from the first suspect on is the torn tail, which is
/// cut. With <paramref name="found"/> it notes down every frame that is whole, and changes no file.
/// </summary>
internal sealed class JournalRecovery(
    IFileSystem files, ShardStream[] streams, List<RecoveredFrame>? found = null)
{
    private static readonly byte[] FrameMagic = BitConverter.GetBytes(JournalFrameHeader.Magic);

    private readonly ScanWindow _window = new();
    private readonly StreamTally _tally = new(streams);
    private readonly List<JournalFile> _used = [];
    private readonly List<Suspect> _suspects = [];
    private readonly List<JournalFile> _mended = [];
    private int _proven;
    private long _expected = 1;
    private long _synced;
    private bool _isSealed = true;
    private long _framesEnd;

    public RecoveredJournal Run()
    {
        int lastNumber = 0;
        foreach (int number in FileNumbers())
        {
            lastNumber = number;
            ReadFile(number);
        }

        Suspect? cut = _suspects.Find(static suspect => !suspect.IsDamage);
        if (cut is not null)
            Cut(cut);
        foreach (JournalFile file in _used.Where(_ => found is null))
        {
            // What only the page cache has is about to be served: from here on it must not go away.
            if (file.IsDirty)
                file.File.SyncData();
            file.IsDirty = false;
        }

        List<Suspect> damages = _suspects.FindAll(static suspect => suspect.IsDamage);
        if (_tally.MarkAffected(damages))
            damages.ForEach(static suspect => suspect.File!.IsEvidence |= suspect.Shard < 0);
        return new RecoveredJournal(
            _used, lastNumber + 1, _expected,
            [.. _mended.Where(_used.Contains).Select(Describe), .. damages.Select(Describe)]);
    }

    private JournalDamage Describe(JournalFile mended) =>
        new($"{files.Description}/{JournalFile.PathOf(mended.Number)}", 0, -1, -1) { IsHeaderAlone = true };

    private JournalDamage Describe(Suspect damage) =>
        new($"{files.Description}/{damage.Path}", damage.Position, damage.Shard, damage.Lsn);

    private List<int> FileNumbers()
    {
        List<int> numbers = [];
        foreach (string name in files.ListFiles(JournalFiles.Directory))
        {
            if (name.EndsWith(JournalFiles.Extension, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(0, name.Length - JournalFiles.Extension.Length), out int number)
                && number < int.MaxValue && JournalFile.PathOf(number) == $"{JournalFiles.Directory}/{name}")
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }

    private void ReadFile(int number)
    {
        string path = JournalFile.PathOf(number);
        IFile content = files.Open(path);
        _window.Open(content);
        bool isWhole = JournalFileHeader.TryRead(_window.Get(0, JournalFileHeader.Bytes), out JournalFileHeader header);
        if (!isWhole && !TryGuess(number, out header))
        {
            // A file whose first write never got here, or one whose header is damaged; later files tell.
            JournalFile unreadable = new(number, 0, content, content.Length, isGrowing: true);
            _used.Add(unreadable);
            Suspect(unreadable, 0);
            _isSealed = false;
            return;
        }

        if (header.Number != number)
        {
            content.Dispose();
            if (found is null)
                files.Delete(path);
            return;
        }

        if (header.Version != JournalFileHeader.CurrentVersion)
        {
            throw new StorageFailedException(
                $"{files.Description}/{path} has format version {header.Version}; this weir reads version "
                + $"{JournalFileHeader.CurrentVersion}.");
        }

        JournalFile file = new(number, header.Salt, content, content.Length, isGrowing: true) { IsDirty = true };
        _framesEnd = FramesEnd(content, header.Salt);
        EnterFile(header.FirstSequence);
        _used.Add(file);
        if (!isWhole) _mended.Add(file);
        _isSealed = ReadFrames(file);
    }

    /// <summary>
    /// A file whose header is damaged may still have its first frame, which knows the salt. So may an old file that was
    /// put to use again and got a part of its new header: there the frame is of long ago, and hardly a byte of the
    /// header fits it. Noting down goes without that proof.
    /// </summary>
    private bool TryGuess(int number, out JournalFileHeader header)
    {
        header = default;
        ReadOnlySpan<byte> start = _window.Get(0, JournalFileHeader.Bytes + JournalFrameHeader.Bytes);
        if (start.Length < JournalFileHeader.Bytes + JournalFrameHeader.Bytes)
            return false;
        ReadOnlySpan<byte> frame = start[JournalFileHeader.Bytes..];
        if (!JournalFrameHeader.TryRead(frame, JournalFrameHeader.SaltOf(frame), out JournalFrameHeader first)
            || first.Sequence < _expected)
            return false;
        header = new JournalFileHeader(JournalFileHeader.CurrentVersion, first.Salt, number, first.Sequence);
        return found is not null || header.DiffersInOneByte(start);
    }

    /// <summary>
    /// No frame reaches into the seal that a cut left at a file's end: else a header that was no frame for want of
    /// bytes behind it would become one by the seal, and swallow it.
    /// </summary>
    private static long FramesEnd(IFile content, uint salt)
    {
        Span<byte> last = stackalloc byte[JournalFrameHeader.Bytes];
        long position = content.Length - JournalFrameHeader.Bytes;
        return position >= JournalFileHeader.Bytes
            && content.ReadFully(last, position) == last.Length
            && JournalFrameHeader.TryRead(last, salt, out JournalFrameHeader seal)
            && seal.Shard == JournalFrameHeader.SealShard ? position : content.Length;
    }

    private void EnterFile(long firstSequence)
    {
        // An unsealed file is followed by one frame less than the sequences tell: its seal.
        if (!_isSealed && firstSequence > _expected)
            _suspects[^1].Missing += firstSequence - _expected - 1;
        _expected = firstSequence;
    }

    /// <summary>True when it ends with a seal.</summary>
    private bool ReadFrames(JournalFile file)
    {
        long position = JournalFileHeader.Bytes;
        while (true)
        {
            if (!TryReadHeader(file, position, out JournalFrameHeader header) || header.Sequence != _expected)
            {
                Suspect suspect = Suspect(file, position);
                position = FindNext(file, position + 1, out header);
                if (position < 0)
                    return false;
                suspect.Missing += header.Sequence - _expected;
                _expected = header.Sequence;
            }

            long body = position + JournalFrameHeader.Bytes;
            if (_window.Matches(body, header.Length, header.BodyCrc))
                Accept(file, position, header);
            else
                SuspectBody(file, position, header);
            _expected++;
            position = body + header.Length;
            if (header.Shard == JournalFrameHeader.SealShard)
            {
                file.Position = position;
                return true;
            }
        }
    }

    private bool TryReadHeader(JournalFile file, long position, out JournalFrameHeader header) =>
        JournalFrameHeader.TryRead(_window.Get(position, JournalFrameHeader.Bytes), file.Salt, out header)
        && position + JournalFrameHeader.Bytes + header.Length
            <= (header.Shard == JournalFrameHeader.SealShard ? _window.FileLength : _framesEnd);

    private void Accept(JournalFile file, long position, in JournalFrameHeader header)
    {
        _synced = Math.Max(_synced, header.SyncedSequence);
        // In order: behind one that is not proven everything is cut, whatever is known of it.
        for (; _proven < _suspects.Count && _suspects[_proven].Sequence <= _synced; _proven++)
            _suspects[_proven].IsDamage = true;
        if (header.Shard == JournalFrameHeader.SealShard)
            return;
        _tally.Add(file, header.Shard, header.Lsn, new FramePosition(file.Number, header.Length, position));
        found?.Add(new RecoveredFrame(file, position, header));
    }

    private Suspect Suspect(JournalFile file, long position)
    {
        Suspect suspect = new(file, JournalFile.PathOf(file.Number), position, _expected, _tally.Snapshot())
        {
            Explained = _tally.Explained,
        };
        _suspects.Add(suspect);
        return suspect;
    }

    private void SuspectBody(JournalFile file, long position, in JournalFrameHeader header)
    {
        _suspects.Add(new Suspect(file, JournalFile.PathOf(file.Number), position, _expected, _tally.Snapshot())
        {
            Shard = header.Shard,
            Lsn = header.Lsn,
            Explained = _tally.Explained,
        });
        FramePosition damaged = new(file.Number, FramePosition.Damaged, position);
        _tally.Add(file, header.Shard, header.Lsn, damaged);
    }

    /// <summary>
    /// The next place from there on with a header of this file and a later sequence; -1 when there is none.
    /// </summary>
    private long FindNext(JournalFile file, long position, out JournalFrameHeader header)
    {
        while (true)
        {
            ReadOnlySpan<byte> bytes = _window.Get(position, JournalFrameHeader.Bytes);
            if (bytes.Length < JournalFrameHeader.Bytes)
                break;
            int found = bytes.IndexOf(FrameMagic);
            if (found < 0)
            {
                position += bytes.Length - (FrameMagic.Length - 1);
                continue;
            }

            position += found;
            if (TryReadHeader(file, position, out header) && header.Sequence > _expected)
                return position;
            position++;
        }

        header = default;
        return -1;
    }

    /// <summary>
    /// Removes the torn tail so that no later recovery can see any of it: later files first, then the rest of this one,
    /// which gets a seal. A crash in between leaves a tail that is cut the same way.
    /// </summary>
    private void Cut(Suspect cut)
    {
        _tally.CutTo(cut);
        if (found is not null)
        {
            found.RemoveAll(frame => frame.Header.Sequence >= cut.Sequence);
            return;
        }

        int index = _used.IndexOf(cut.File!);
        bool keepFile = cut.Position > 0;
        for (int i = _used.Count - 1; i >= (keepFile ? index + 1 : index); i--)
        {
            _used[i].File.Dispose();
            files.Delete(JournalFile.PathOf(_used[i].Number));
            _used.RemoveAt(i);
        }

        files.SyncDirectory(JournalFiles.Directory);
        _expected = cut.Sequence;
        if (!keepFile)
            return;
        byte[] seal = new byte[JournalFrameHeader.Bytes];
        new JournalFrameHeader(0, 0, cut.File!.Salt, JournalFrameHeader.SealShard, 0, 0, _expected++, SyncedBelow(cut))
            .Write(seal);
        cut.File.File.SetLength(cut.Position);
        cut.File.File.Write(seal, cut.Position);
        cut.File.IsDirty = true;
    }

    private long SyncedBelow(Suspect cut) => Math.Min(_synced, cut.Sequence - 1);
}
