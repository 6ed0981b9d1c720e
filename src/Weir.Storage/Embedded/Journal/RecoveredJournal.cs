namespace Weir.Storage.Embedded.Journal;

/// <summary>What recovery found: the files to keep, where to go on, and what is lost.</summary>
internal sealed record RecoveredJournal(
    IReadOnlyList<JournalFile> Files,
    int NextFileNumber,
    long NextSequence,
    IReadOnlyList<JournalDamage> Damages);
