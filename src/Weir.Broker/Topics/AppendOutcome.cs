namespace Weir.Broker.Topics;

/// <summary>
/// What became of an append. With <see cref="AppendError.None"/> and <see cref="AppendError.Duplicate"/> the records
/// are at <paramref name="BaseOffset"/> and may be acknowledged once the shard's frame <paramref name="Lsn"/> is
/// durable.
/// </summary>
public readonly record struct AppendOutcome(AppendError Error, long BaseOffset, long Lsn)
{
    public static AppendOutcome Failed(AppendError error) => new(error, -1, 0);
}
