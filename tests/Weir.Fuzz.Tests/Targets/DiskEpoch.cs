using System.Buffers.Binary;
using Weir.Fuzz.Tests.Engine;
using Weir.Storage;
using Weir.Storage.Embedded;
using Weir.Testing.Files;
using Weir.Wire;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>The file of epochs: the next is above what it holds, or the file is refused.</summary>
internal sealed class DiskEpoch : FuzzTarget
{
    public override string Name => "disk-epoch";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return new byte[1024];
        FaultyFileSystem files = new(1);
        using (var epochs = new EpochFile(files))
        {
            epochs.Next();
            epochs.Next();
            epochs.Next();
        }

        yield return DiskImage.Read(files, "epoch");
    }

    public override void Repair(byte[] input, Random random)
    {
        for (int at = 0; at + 12 <= input.Length && at <= 512; at += 512)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(at), 0x45524557);
            BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(at + 4), Crc32C.Compute(input.AsSpan(at + 8, 4)));
        }
    }

    public override string Execute(byte[] input)
    {
        try
        {
            using var epochs = new EpochFile(DiskImage.With("epoch", input));
            int next = epochs.Next();
            FuzzException.Require(next > 0, "an epoch that is not above zero");
            return next == 1 ? "fresh" : "went on";
        }
        catch (Exception e) when (e is DamagedDataException or StorageFailedException or EndOfStreamException)
        {
            return Outcome.Of(e);
        }
    }
}
