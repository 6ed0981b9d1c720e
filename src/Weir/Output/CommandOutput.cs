using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Weir.Output;

/// <summary>
/// Writes what a command found, in the shape its reader needs. Cells are text, numbers, booleans, lists of text or
/// null; control characters in them are escaped outside JSON, so that a name stored by a stranger can neither break a
/// line nor speak to the terminal.
/// </summary>
internal sealed class CommandOutput(TextWriter writer, OutputFormat format)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Indented = true };
    private static readonly JsonSerializerOptions NodeOptions = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static CommandOutput For(CommandContext context, bool json) =>
        new(context.Out, json ? OutputFormat.Json : context.IsTerminal ? OutputFormat.Terminal : OutputFormat.Plain);

    public bool IsJson => format == OutputFormat.Json;

    /// <summary>Writes JSON as it is.</summary>
    public void WriteNode(JsonNode node) => writer.WriteLine(node.ToJsonString(NodeOptions));

    /// <summary>Writes objects: the columns of each, or for JSON all there is.</summary>
    public void WriteNodes(JsonArray nodes, params ReadOnlySpan<JsonColumn> columns)
    {
        if (IsJson)
        {
            WriteNode(nodes);
            return;
        }

        ReportSection table = JsonColumn.Section("", "", nodes, columns);
        WriteTable(table.Columns, table.Rows);
    }

    /// <summary>Writes one thing: a line for each of its fields, or one JSON object.</summary>
    public void WriteFields(params (string Name, object? Value)[] fields)
    {
        switch (format)
        {
            case OutputFormat.Json:
                WriteJson(json => WriteObject(json, fields.Select(field => field.Name), fields.Select(f => f.Value)));
                break;
            case OutputFormat.Plain:
                foreach ((string name, object? value) in fields)
                    writer.WriteLine($"{name}\t{Text(value)}");
                break;
            default:
                Grid grid = new Grid().AddColumn().AddColumn();
                foreach ((string name, object? value) in fields)
                    grid.AddRow(new Text(name, Color.Grey), new Text(Text(value)));
                Render(grid);
                break;
        }
    }

    /// <summary>Writes many things of a kind: a table, or a JSON array of objects.</summary>
    public void WriteTable(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        switch (format)
        {
            case OutputFormat.Json:
                WriteJson(json => WriteArray(json, columns, rows));
                break;
            case OutputFormat.Plain:
                foreach (IReadOnlyList<object?> row in rows)
                    writer.WriteLine(string.Join('\t', row.Select(Text)));
                break;
            default:
                Table table = new Table().Border(TableBorder.Rounded);
                foreach (string column in columns)
                    table.AddColumn(new TableColumn(new Text(column, Color.Grey)));
                foreach (IReadOnlyList<object?> row in rows)
                    table.AddRow(row.Select(cell => new Text(Text(cell))));
                Render(table);
                break;
        }
    }

    /// <summary>
    /// Writes one thing with lists inside it: its fields and a table for each list, or one JSON object with arrays. For
    /// scripts, a line of a list begins with the singular name of its list.
    /// </summary>
    public void WriteReport(IReadOnlyList<(string Name, object? Value)> fields, params ReportSection[] sections)
    {
        switch (format)
        {
            case OutputFormat.Json:
                WriteJson(json => WriteReport(json, fields, sections));
                break;
            case OutputFormat.Plain:
                WriteFields([.. fields]);
                foreach (ReportSection section in sections)
                {
                    foreach (IReadOnlyList<object?> row in section.Rows)
                        writer.WriteLine(string.Join('\t', row.Select(Text).Prepend(section.RowName)));
                }

                break;
            default:
                WriteFields([.. fields]);
                foreach (ReportSection section in sections.Where(static s => s.Rows.Count > 0))
                {
                    writer.WriteLine();
                    Render(new Text(section.Name, new Style(decoration: Decoration.Bold)));
                    writer.WriteLine();
                    WriteTable(section.Columns, section.Rows);
                }

                break;
        }
    }

    private void Render(Spectre.Console.Rendering.IRenderable content) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) }).Write(content);

    private void WriteJson(Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonOptions))
            write(json);
        writer.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static void WriteArray(
        Utf8JsonWriter json, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        json.WriteStartArray();
        foreach (IReadOnlyList<object?> row in rows)
            WriteObject(json, columns, row);
        json.WriteEndArray();
    }

    private static void WriteReport(
        Utf8JsonWriter json, IReadOnlyList<(string Name, object? Value)> fields, ReportSection[] sections)
    {
        json.WriteStartObject();
        foreach ((string name, object? value) in fields) WriteProperty(json, name, value);
        foreach (ReportSection section in sections)
        {
            json.WritePropertyName(section.Name);
            WriteArray(json, section.Columns, section.Rows);
        }

        json.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter json, IEnumerable<string> names, IEnumerable<object?> values)
    {
        json.WriteStartObject();
        foreach ((string name, object? value) in names.Zip(values))
            WriteProperty(json, name, value);
        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value, value?.GetType() ?? typeof(object));
    }

    /// <summary>A cell as it is written outside JSON.</summary>
    public static string Text(object? value)
    {
        string text = value switch
        {
            bool flag => flag ? "true" : "false",
            IEnumerable<KeyValuePair<string, string>> pairs =>
                string.Join(',', pairs.Select(p => $"{p.Key}={p.Value}")),
            IEnumerable<string> texts => string.Join(',', texts),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
        return Printable(text);
    }

    /// <summary>The text with its control characters escaped.</summary>
    public static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(Escape)) : text;

    private static string Escape(char c) => c switch
    {
        '\t' => "\\t",
        '\n' => "\\n",
        '\r' => "\\r",
        _ when char.IsControl(c) => $"\\u{(int)c:x4}",
        _ => c.ToString(),
    };
}
