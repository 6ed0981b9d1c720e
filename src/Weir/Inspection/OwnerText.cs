using System.Text;
using Microsoft.Win32.SafeHandles;
using Weir.Storage.Files;

namespace Weir.Inspection;

/// <summary>
/// Reads the lock file of a data directory without touching the lock: .NET takes one of its own on every file that it
/// opens, and would be refused here.
/// </summary>
internal static class OwnerText
{
    public static string Read(string path)
    {
        using SafeFileHandle handle = OperatingSystem.IsLinux()
            ? Libc.OpenFile(path, Libc.ReadOnly)
            : File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] text = new byte[64];
        return Encoding.UTF8.GetString(text, 0, RandomAccess.Read(handle, text, 0));
    }
}
