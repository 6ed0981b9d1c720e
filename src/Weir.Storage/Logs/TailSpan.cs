namespace Weir.Storage.Logs;

/// <summary>Leased whole batches of a tail.</summary>
internal readonly record struct TailSpan(TailChunk Chunk, int Position, int Bytes)
{
    public ReadOnlyMemory<byte> Memory => Chunk.Buffer.AsMemory(Position, Bytes);
}
