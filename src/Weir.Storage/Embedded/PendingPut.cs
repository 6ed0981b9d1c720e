namespace Weir.Storage.Embedded;

/// <summary>A catalog put that waits for its turn.</summary>
internal sealed class PendingPut(IReadOnlyList<CatalogChange> changes)
{
    public IReadOnlyList<CatalogChange> Changes { get; } = changes;

    public TaskCompletionSource<bool> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsAccepted { get; set; }
}
