namespace Weir.Interop.Tests.Support;

/// <summary>One process at a time, by a lock file: for set-up that several test runs share.</summary>
internal static class FileLock
{
    public static async Task<IDisposable> AcquireAsync(string path)
    {
        FileStream? held = null;
        await Eventually.TrueAsync($"the lock {path} is free", () => TryOpen(path, out held), timeoutSeconds: 300);
        return held!;
    }

    private static bool TryOpen(string path, out FileStream? held)
    {
        try
        {
            held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            held = null;
            return false;
        }
    }
}
