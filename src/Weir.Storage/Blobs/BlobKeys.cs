namespace Weir.Storage.Blobs;

/// <summary>What a blob key may be, for every engine.</summary>
internal static class BlobKeys
{
    private const int CharactersMax = 200;

    public static void Validate(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        bool valid = key.Length <= CharactersMax && key[0] != '/' && key[^1] != '/';
        foreach (char c in key)
            valid &= char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '/' or '.' or '_' or '-';
        // Parts that file systems give a meaning, and a last part that looks like a blob being written.
        foreach (string part in key.Split('/'))
            valid &= part is not ("" or "." or "..");
        valid &= !key.EndsWith(".tmp", StringComparison.Ordinal);
        if (!valid)
            throw new ArgumentException($"'{key}' is not a blob key.", nameof(key));
    }
}
