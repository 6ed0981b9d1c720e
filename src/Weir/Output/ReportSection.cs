namespace Weir.Output;

/// <summary>A list inside a report: the plural name is the heading and the JSON key, the singular one begins a line.</summary>
internal sealed record ReportSection(
    string Name, string RowName, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
