using System.Buffers.Binary;
using Weir.Storage.Files;
using Weir.Testing.Files;
using Weir.Wire;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// One file with given bytes on a disk in memory, and the checksum of the small files made true again.
/// </summary>
internal static class DiskImage
{
    public static FaultyFileSystem With(string path, byte[] content)
    {
        var files = new FaultyFileSystem(1);
        int slash = path.LastIndexOf('/');
        if (slash > 0) files.CreateDirectory(path[..slash]);
        Add(files, path, content);
        return files;
    }

    public static void Add(FaultyFileSystem files, string path, byte[] content)
    {
        using IFile file = files.Create(path);
        file.Write([content], 0);
        file.SyncData();
    }

    /// <summary>Magic 4, checksum 4 of all behind it, version 4, length 4, body.</summary>
    public static void RepairEnvelope(byte[] input, Random random)
    {
        if (input.Length < 16) return;
        if (random.Next(4) != 0) BinaryPrimitives.WriteInt32LittleEndian(input.AsSpan(12), input.Length - 16);
        BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(4), Crc32C.Compute(input.AsSpan(8)));
    }

    public static byte[] Read(FaultyFileSystem files, string path)
    {
        using IFile file = files.Open(path);
        byte[] content = new byte[file.Length];
        int read = file.Read(content, 0);
        return content[..read];
    }
}
