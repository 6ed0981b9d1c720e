namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// A place in the journal that had been synced and is not readable any more. Shard and LSN are -1 when the damage took
/// them too; then the shards that may be affected are refused as well.
/// </summary>
public sealed record JournalDamage(string File, long Position, int Shard, long Lsn)
{
    /// <summary>Only the file's header is damaged: the frames behind it were found without it.</summary>
    public bool IsHeaderAlone { get; init; }

    public override string ToString() => IsHeaderAlone
        ? $"{File} has a damaged header; what lies behind it is read all the same."
        : Shard < 0 ? $"{File} is damaged at byte {Position}: frames that had been stored there are lost."
        : $"{File} is damaged at byte {Position}: frame {Lsn} of {ShardTable.Name(Shard)} is lost.";
}
