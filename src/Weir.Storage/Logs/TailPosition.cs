namespace Weir.Storage.Logs;

/// <summary>A batch boundary in a tail.</summary>
internal readonly record struct TailPosition(TailChunk? Chunk, int Position);
