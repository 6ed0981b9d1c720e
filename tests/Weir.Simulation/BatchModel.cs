namespace Weir.Simulation;

/// <summary>One appended batch, its bytes as they must be read back.</summary>
internal sealed record BatchModel(long BaseOffset, long NextOffset, byte[] Bytes);
