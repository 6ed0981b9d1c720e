using System.Globalization;
using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace Weir.Output;

/// <summary>
/// Writes what a command found, in the shape its reader needs. Cells are text, numbers, booleans or null; control
/// characters in them are escaped outside JSON, so that a name stored by a stranger can neither break a line nor speak
/// to the terminal.
/// </summary>
internal sealed class CommandOutput(TextWriter writer, OutputFormat format)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Indented = true };

    public static CommandOutput For(CommandContext context, bool json) =>
        new(context.Out, json ? OutputFormat.Json : context.IsTerminal ? OutputFormat.Terminal : OutputFormat.Plain);

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

    private static void WriteObject(Utf8JsonWriter json, IEnumerable<string> names, IEnumerable<object?> values)
    {
        json.WriteStartObject();
        foreach ((string name, object? value) in names.Zip(values))
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, value?.GetType() ?? typeof(object));
        }

        json.WriteEndObject();
    }

    private static string Text(object? value)
    {
        string text = value is bool flag
            ? (flag ? "true" : "false")
            : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.Any(char.IsControl) ? string.Concat(text.Select(Escape)) : text;
    }

    private static string Escape(char c) => c switch
    {
        '\t' => "\\t",
        '\n' => "\\n",
        '\r' => "\\r",
        _ when char.IsControl(c) => $"\\u{(int)c:x4}",
        _ => c.ToString(),
    };
}
