using System.Buffers.Binary;

namespace Weir.Storage.Logs;

/// <summary>
/// Walks the entries of a frame body. The journal's checksum has passed by then, so an entry that does not fit is
/// damage or a bug and throws <see cref="DamagedDataException"/>.
/// </summary>
internal ref struct FrameReader(ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private int _position;

    public byte Kind { get; private set; }
    public ushort EventKind { get; private set; }
    public PartitionId Partition { get; private set; }
    public long StartOffset { get; private set; }
    public ReadOnlySpan<byte> Payload { get; private set; }

    public bool TryRead()
    {
        if (_position == _body.Length) return false;
        ReadOnlySpan<byte> rest = _body[_position..];
        Kind = rest[0];
        switch (Kind)
        {
            case FrameLayout.Batches when rest.Length >= FrameLayout.BatchesHeaderBytes:
                Partition = new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(rest[8..]));
                Take(rest, FrameLayout.BatchesHeaderBytes, BinaryPrimitives.ReadInt32LittleEndian(rest[4..]));
                return true;
            case FrameLayout.Event when rest.Length >= FrameLayout.EventHeaderBytes:
                EventKind = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
                Take(rest, FrameLayout.EventHeaderBytes, BinaryPrimitives.ReadInt32LittleEndian(rest[4..]));
                return true;
            case FrameLayout.Trim when rest.Length >= FrameLayout.TrimBytes:
                Partition = new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(rest[8..]));
                StartOffset = BinaryPrimitives.ReadInt64LittleEndian(rest[16..]);
                Take(rest, FrameLayout.TrimBytes, 0);
                return true;
            default:
                throw new DamagedDataException(
                    $"frame entry of kind {Kind} at byte {_position} does not fit its frame");
        }
    }

    private void Take(ReadOnlySpan<byte> rest, int headerBytes, int payloadBytes)
    {
        if ((uint)payloadBytes > (uint)(rest.Length - headerBytes))
            throw new DamagedDataException(
                $"frame entry of {payloadBytes} bytes at byte {_position} overruns its frame");
        Payload = rest.Slice(headerBytes, payloadBytes);
        _position += headerBytes + payloadBytes;
    }
}
