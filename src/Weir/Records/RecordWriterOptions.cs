namespace Weir.Records;

/// <summary>How records are written.</summary>
internal sealed record RecordWriterOptions(bool Json, RecordFormat? Format, bool NewLine, bool EscapeControls);
