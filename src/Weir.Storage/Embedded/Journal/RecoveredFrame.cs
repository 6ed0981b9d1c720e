namespace Weir.Storage.Embedded.Journal;

/// <summary>A frame that recovery found whole, and where it starts.</summary>
internal readonly record struct RecoveredFrame(JournalFile File, long Position, JournalFrameHeader Header);
