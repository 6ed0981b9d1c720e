namespace Weir.Output;

/// <summary>For whom a command writes.</summary>
internal enum OutputFormat
{
    /// <summary>A person: aligned tables with colours.</summary>
    Terminal,

    /// <summary>A script: one line a row, cells with tabs between them, no headings.</summary>
    Plain,

    /// <summary>A program: one JSON value.</summary>
    Json,
}
