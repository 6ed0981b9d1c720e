namespace Weir.Storage.Logs;

/// <summary>
/// Told when a partition's readable end has moved. Called by whoever writes the journal: be short, never block.
/// </summary>
public interface IAppendObserver
{
    void OnAppended(PartitionLog log);
}
