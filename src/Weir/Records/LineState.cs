namespace Weir.Records;

/// <summary>What a <see cref="LineReader"/> has.</summary>
internal enum LineState
{
    Line,

    /// <summary>Nothing for the moment; more may come.</summary>
    Pause,
    End,
}
