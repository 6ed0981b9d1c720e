using Weir.Fuzz.Tests.Engine;
using Weir.Storage;
using Weir.Storage.Embedded;
using Weir.Testing.Files;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>A shard's manifest: read, or refused as damaged; what was read is written and reads as the same.</summary>
internal sealed class DiskManifest : FuzzTarget
{
    private const string Path = "manifest/shard-03";

    public override string Name => "disk-manifest";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return Write(ShardManifest.Empty);
        yield return Write(new ShardManifest(77, "s03/state-1-1.snap",
        [
            new SegmentEntry(0x3_0000_0000_0021, 0, 10, 1_000, 5_000, "s03/p000000000021-0-1-1.seg"),
            new SegmentEntry(0x3_0000_0000_0021, 10, 30, 2_000, 9_000, "s03/p000000000021-10-1-2.seg"),
        ]));
    }

    public override void Repair(byte[] input, Random random) => DiskImage.RepairEnvelope(input, random);

    public override string Execute(byte[] input)
    {
        try
        {
            ShardManifest manifest = ManifestFile.Read(DiskImage.With(Path, input), 3);
            byte[] written = Write(manifest);
            byte[] again = Write(ManifestFile.Read(DiskImage.With(Path, written), 3));
            FuzzException.Require(written.AsSpan().SequenceEqual(again), "what was written reads as another");
            return $"read {Math.Min(manifest.Segments.Count, 4)}";
        }
        catch (Exception e) when (e is DamagedDataException or StorageFailedException)
        {
            return Outcome.Of(e);
        }
    }

    private static byte[] Write(ShardManifest manifest)
    {
        FaultyFileSystem files = new(1);
        files.CreateDirectory(ManifestFile.Directory);
        ManifestFile.Prepare(files, 3, manifest);
        ManifestFile.Replace(files, 3);
        return DiskImage.Read(files, Path);
    }
}
