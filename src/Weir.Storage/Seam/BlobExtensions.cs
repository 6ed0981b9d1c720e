namespace Weir.Storage;

/// <summary>Whole-blob forms of the positional calls.</summary>
internal static class BlobExtensions
{
    /// <summary>Everything there is of it; less than its length only where it was cut meanwhile.</summary>
    public static async ValueTask<byte[]> ReadAllAsync(this IBlob blob, CancellationToken cancel)
    {
        byte[] bytes = new byte[blob.Length];
        int read = await blob.ReadAsync(0, bytes, cancel);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
