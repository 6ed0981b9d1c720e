using System.Text;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;

namespace Weir.Storage.Embedded;

/// <summary>
/// What makes a directory a Weir data directory: the lock that one process holds, and the <c>format</c> file, two lines
/// of text: <c>weir-data 1</c> and <c>shards 64</c>.
/// </summary>
internal static class DataDirectory
{
    private const string LockPath = "lock";
    public const string FormatPath = "format";
    private const string FormatPrefix = "weir-data ";
    private const int FormatVersion = 1;

    /// <summary>Whether the file says what this version writes.</summary>
    public static bool IsFormatWhole(IFileSystem files) => files.Exists(FormatPath)
        && Encoding.UTF8.GetString(AtomicFile.Read(files, FormatPath)) == Format;

    public static void WriteFormat(IFileSystem files) =>
        AtomicFile.Write(files, FormatPath, Encoding.UTF8.GetBytes(Format));

    private static string Format => $"{FormatPrefix}{FormatVersion}\nshards {ShardId.Count}\n";

    public static IDisposable Lock(IFileSystem files)
    {
        string owner = Environment.ProcessId.ToString();
        return files.TryLock(LockPath, owner, out string heldBy) ?? throw new StorageFailedException(
            $"The data directory {files.Description} is in use by another weir process (pid {heldBy.Trim()}).");
    }

    /// <summary>Checks the format, or writes it where nothing is yet.</summary>
    public static void CheckFormat(IFileSystem files)
    {
        if (!files.Exists(FormatPath))
        {
            if (files.ListDirectories("").Contains(JournalFiles.Directory))
            {
                throw new StorageFailedException(
                    $"The data directory {files.Description} has a journal but no {FormatPath} file; run "
                    + "'weir log repair', also where that was interrupted, or choose an empty directory.");
            }

            WriteFormat(files);
            return;
        }

        string found = Encoding.UTF8.GetString(AtomicFile.Read(files, FormatPath));
        if (found == Format)
            return;
        string what = found.StartsWith(FormatPrefix, StringComparison.Ordinal)
            ? $"format '{found.Trim().Replace("\n", ", ", StringComparison.Ordinal)}'"
            : "an unreadable format file";
        throw new StorageFailedException(
            $"The data directory {files.Description} has {what}; this weir reads format "
            + $"'{Format.Trim().Replace("\n", ", ", StringComparison.Ordinal)}'.");
    }
}
