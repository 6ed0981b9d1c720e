namespace Weir.Storage.Logs;

/// <summary>
/// Told when a partition's readable end has moved. Called on the journal's writer: be short, never block.
/// </summary>
public interface IAppendObserver
{
    void OnAppended(PartitionLog log);
}
