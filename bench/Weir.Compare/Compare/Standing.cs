namespace Weir.Compare.Compare;

/// <summary>What a server costs besides messages, of one start of it.</summary>
internal sealed record Standing(
    string Server, int Round, double StartMs, double IdleMegabytes, double LoadedMegabytes, double ProgramMegabytes);
