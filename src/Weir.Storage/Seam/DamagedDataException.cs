namespace Weir.Storage;

/// <summary>Stored bytes fail their checksum or structure. The message names the object and the position.</summary>
public sealed class DamagedDataException : Exception
{
    public DamagedDataException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
