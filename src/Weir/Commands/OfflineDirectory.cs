using System.Diagnostics;
using System.Globalization;
using Weir.Inspection;
using Weir.Storage.Files;

namespace Weir.Commands;

/// <summary>A data directory that a command works on without a broker.</summary>
internal static class OfflineDirectory
{
    /// <exception cref="UsageException">It is no data directory.</exception>
    public static void Require(string path)
    {
        if (!Directory.Exists(path)) throw new UsageException($"'{path}' is no directory");
        if (!Inspector.IsDataDirectory(path))
            throw new UsageException($"'{path}' is no data directory of weir: it has neither format nor journal");
    }

    /// <summary>Warns of a broker that may be using it while it is read.</summary>
    /// <exception cref="UsageException">It is no data directory.</exception>
    public static void RequireToRead(CommandContext context, string path)
    {
        Require(path);
        if (OwnerOf(path) is not { } pid) return;
        context.Error.WriteLine(
            $"weir: process {pid} may be using '{path}': the figures may move while they are read; nothing is "
            + "written.");
    }

    // The lock itself is not tried: even for a moment it could keep a broker from starting.
    private static int? OwnerOf(string path)
    {
        string file = Path.Combine(path, "lock");
        if (!File.Exists(file)) return null;
        try
        {
            string text = PhysicalFileSystem.OwnerIn(file);
            if (!int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) return null;
            using Process process = Process.GetProcessById(pid);
            return pid;
        }
        catch (Exception e) when (e is ArgumentException or UnauthorizedAccessException)
        {
            // No such process, or a lock file that must not be read: then there is nothing to warn of.
            return null;
        }
    }
}
