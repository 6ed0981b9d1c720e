using System.Buffers.Binary;
using Weir.Storage.Logs;
using Weir.Wire;

namespace Weir.Storage.Checkpoints;

/// <summary>
/// Walks a snapshot blob, see <see cref="ShardSnapshot"/>: first its logs, then the state. The checksum is verified
/// before anything is read, so a length that does not fit is damage or a bug.
/// </summary>
internal ref struct SnapshotReader
{
    private const int HeaderBytes = 16;
    private const int BytesMin = HeaderBytes + 2 * sizeof(int);

    private readonly string _key;
    private ReadOnlySpan<byte> _rest;
    private int _logsLeft;

    public SnapshotReader(string key, ReadOnlySpan<byte> snapshot)
    {
        _key = key;
        if (snapshot.Length < BytesMin || BinaryPrimitives.ReadUInt64LittleEndian(snapshot) != ShardSnapshot.Magic ||
            Crc32C.Compute(snapshot[..^4]) != BinaryPrimitives.ReadUInt32LittleEndian(snapshot[^4..]))
            throw new DamagedDataException($"snapshot {key} fails its checksum");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(snapshot[8..]);
        if (version != ShardSnapshot.Version)
        {
            throw new DamagedDataException(
                $"snapshot {key} has format version {version}; this program reads {ShardSnapshot.Version}");
        }

        _logsLeft = BinaryPrimitives.ReadInt32LittleEndian(snapshot[12..]);
        _rest = snapshot[HeaderBytes..^4];
    }

    private SnapshotReader(string key, ReadOnlySpan<byte> rest, int logsLeft)
    {
        _key = key;
        _rest = rest;
        _logsLeft = logsLeft;
    }

    /// <summary>
    /// Of a snapshot that fails its checksum: nothing that it says is certain, and it ends with an exception.
    /// </summary>
    public static SnapshotReader OfDamaged(string key, ReadOnlySpan<byte> snapshot) =>
        new(key, snapshot[Math.Min(HeaderBytes, snapshot.Length)..], int.MaxValue);

    public PartitionId Partition { get; private set; }

    public long StartOffset { get; private set; }

    /// <summary>Where the tail begins; before it lie segments.</summary>
    public long TailOffset { get; private set; }

    /// <summary>Whole batches.</summary>
    public ReadOnlySpan<byte> Tail { get; private set; }

    public bool TryReadLog()
    {
        if (_logsLeft <= 0) return false;
        _logsLeft--;
        ReadOnlySpan<byte> head = Take(ShardSnapshot.LogHeaderBytes);
        Partition = new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(head));
        StartOffset = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        TailOffset = BinaryPrimitives.ReadInt64LittleEndian(head[16..]);
        Tail = Take(BinaryPrimitives.ReadInt32LittleEndian(head[24..]));
        return true;
    }

    /// <summary>The state above the logs; after the last of them.</summary>
    public ReadOnlySpan<byte> ReadState() => Take(BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))));

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if ((uint)bytes > (uint)_rest.Length)
            throw new DamagedDataException($"snapshot {_key} ends early: {bytes} bytes wanted, {_rest.Length} left");
        ReadOnlySpan<byte> taken = _rest[..bytes];
        _rest = _rest[bytes..];
        return taken;
    }
}
