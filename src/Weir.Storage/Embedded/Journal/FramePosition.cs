namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// Where a frame's header starts. A length of -1 marks a frame that is known to be damaged. 16 bytes a frame between
/// two checkpoints is what fast replay costs.
/// </summary>
internal readonly record struct FramePosition(int FileNumber, int Length, long Offset)
{
    public const int Damaged = -1;
}
