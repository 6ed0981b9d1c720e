namespace Weir.Tests.Commands;

/// <summary>Breaks files of a data directory.</summary>
internal static class DamagedFile
{
    /// <summary>Flips the lowest bit of a byte.</summary>
    public static void Flip(string path, long position)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = position;
        int value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ 1));
    }
}
