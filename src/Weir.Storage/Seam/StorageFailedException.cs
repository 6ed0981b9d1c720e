namespace Weir.Storage;

/// <summary>The engine stopped acknowledging for good. The message is one sentence for the operator.</summary>
public sealed class StorageFailedException : Exception
{
    public StorageFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
