using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Repair;

/// <summary>
/// Picks the batches of a damaged run that are right. A batch's own checksum covers all of it but its base offset,
/// length and leader epoch; so the offset has to follow what came before, or be behind a batch that is lost. In what
/// compaction wrote offsets have gaps anyway: where all checksums there are right, and the block's is not, it is one
/// of the offsets, nobody knows which, and the whole run is given up.
/// </summary>
internal sealed class BatchSalvage(long baseOffset, bool isClean)
{
    private readonly List<(long From, long To)> _lost = [];
    private long _expected = baseOffset;
    private bool _isBehindLoss;

    public IReadOnlyList<(long From, long To)> Lost => _lost;

    /// <summary>A run that is whole, with what is to stand before it.</summary>
    public byte[] TakeWhole(byte[] batches, long firstOffset, long endOffset)
    {
        byte[] filler = Fill(firstOffset);
        _expected = endOffset;
        _isBehindLoss = false;
        return [.. filler, .. batches];
    }

    /// <summary>What is right of a damaged run that ends before an offset.</summary>
    public byte[] Take(ReadOnlySpan<byte> run, long endOffset)
    {
        if (isClean && IsEveryChecksumRight(run))
        {
            _isBehindLoss = true;
            return [];
        }

        using var output = new PooledBufferWriter();
        while (!run.IsEmpty)
        {
            bool isRight = RecordBatchValidator.CheckHeaderAndCrc(run, out RecordBatchHeader header) == BatchError.None
                && header.LeaderEpoch == 0 && header.BaseOffset >= _expected && header.NextOffset <= endOffset
                && (isClean || _isBehindLoss || header.BaseOffset == _expected);
            if (isRight)
            {
                output.Write(Fill(header.BaseOffset));
                output.Write(run[..header.SizeBytes]);
                _expected = header.NextOffset;
            }

            _isBehindLoss = !isRight;
            if (!header.FitsIn(run.Length)) break;
            run = run[header.SizeBytes..];
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>What is to stand behind the last run: a log never ends in a gap.</summary>
    public byte[] End(long endOffset)
    {
        if (_expected >= endOffset) return [];
        _lost.Add((_expected, endOffset));
        byte[] filler = FillerBatch.Cover(_expected, endOffset);
        _expected = endOffset;
        return filler;
    }

    /// <summary>What was lost before an offset. Where compaction leaves gaps nothing needs to stand for it.</summary>
    private byte[] Fill(long offset)
    {
        if (_expected >= offset) return [];
        if (!isClean) return End(offset);
        if (_isBehindLoss) _lost.Add((_expected, offset));
        return [];
    }

    private static bool IsEveryChecksumRight(ReadOnlySpan<byte> run)
    {
        while (!run.IsEmpty)
        {
            if (RecordBatchValidator.CheckHeaderAndCrc(run, out RecordBatchHeader header) != BatchError.None)
                return false;
            run = run[header.SizeBytes..];
        }

        return true;
    }
}
