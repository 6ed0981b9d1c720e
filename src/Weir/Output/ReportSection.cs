namespace Weir.Output;

/// <summary>A list inside a report: its plural name is heading and JSON key, the singular one begins a line.</summary>
internal sealed record ReportSection(
    string Name, string RowName, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
