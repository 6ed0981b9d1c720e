namespace Weir.Storage.Files;

/// <summary>A write, or the creation of a file, found no space (or no quota) left.</summary>
public sealed class DiskFullException : IOException
{
    public DiskFullException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
