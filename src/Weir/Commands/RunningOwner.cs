using System.Diagnostics;
using System.Globalization;
using Weir.Inspection;

namespace Weir.Commands;

/// <summary>Warns of a broker that may be using a directory which is read.</summary>
internal static class RunningOwner
{
    public static void Warn(CommandContext context, string path)
    {
        if (Of(path) is not { } pid) return;
        context.Error.WriteLine(
            $"weir: process {pid} may be using '{path}': the figures may move while they are read; nothing is "
            + "written.");
    }

    // The lock itself is not tried: even for a moment it could keep a broker from starting.
    private static int? Of(string path)
    {
        string file = Path.Combine(path, "lock");
        if (!File.Exists(file)) return null;
        try
        {
            string text = OwnerText.Read(file);
            if (!int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) return null;
            using Process process = Process.GetProcessById(pid);
            return pid;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // No such process, or a lock file that cannot be read: then there is nothing to warn of.
            return null;
        }
    }
}
