using System.Text;
using Weir.Fuzz.Tests.Engine;
using Weir.Storage;
using Weir.Storage.Embedded;
using Weir.Testing.Files;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>The catalog's snapshot, and with it the entries that catalog frames hold.</summary>
internal sealed class DiskCatalog : FuzzTarget
{
    private const string Path = "catalog";

    public override string Name => "disk-catalog";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return Write(0, []);
        yield return Write(9, [
            new CatalogEntry("topic///t", 1, Encoding.UTF8.GetBytes("value")),
            new CatalogEntry("queue///ü", 3, Array.Empty<byte>()),
            new CatalogEntry("gone", 2, default(ReadOnlyMemory<byte>?)),
        ]);
    }

    public override void Repair(byte[] input, Random random) => DiskImage.RepairEnvelope(input, random);

    public override string Execute(byte[] input)
    {
        try
        {
            (long lsn, List<CatalogEntry> entries) = CatalogSnapshot.Read(DiskImage.With(Path, input), Path);
            byte[] written = Write(lsn, entries);
            (long sameLsn, List<CatalogEntry> same) = CatalogSnapshot.Read(DiskImage.With(Path, written), Path);
            FuzzException.Require(
                lsn == sameLsn && written.AsSpan().SequenceEqual(Write(sameLsn, same)),
                    "what was written reads as another");
            return $"read {Math.Min(entries.Count, 4)}";
        }
        catch (Exception e) when (e is DamagedDataException or StorageFailedException)
        {
            return Outcome.Of(e);
        }
    }

    private static byte[] Write(long lsn, List<CatalogEntry> entries)
    {
        FaultyFileSystem files = new(1);
        CatalogSnapshot.Prepare(files, lsn, entries);
        CatalogSnapshot.Replace(files);
        return DiskImage.Read(files, Path);
    }
}
