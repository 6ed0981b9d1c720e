using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Output;

namespace Weir.Inspection;

/// <summary>
/// Writes what an inspection finds as it finds it: an item a line, indented below what holds it, or a JSON object each.
/// Damage is an item too, and is counted.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="json">An object a line.</param>
/// <param name="onlyFindings">What is as it should be is counted and not shown.</param>
internal sealed class InspectionWriter(TextWriter output, bool json, bool onlyFindings = false)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public int Damages { get; private set; }

    /// <summary>What was read, beside damage.</summary>
    public long Items { get; private set; }

    public void Item(int depth, string kind, params (string Name, object? Value)[] fields)
    {
        Items++;
        if (!onlyFindings) Finding(depth, kind, fields);
    }

    /// <summary>An item that is shown in any case.</summary>
    public void Finding(int depth, string kind, params (string Name, object? Value)[] fields)
    {
        if (onlyFindings) depth = 0;
        if (json) WriteJson(kind, fields);
        else WriteText(depth, kind, fields);
    }

    public void Damage(int depth, string where, string what)
    {
        Damages++;
        Finding(depth, "DAMAGE", ("where", where), ("what", what));
    }

    private void WriteText(int depth, string kind, (string Name, object? Value)[] fields)
    {
        StringBuilder line = new();
        line.Append(' ', 2 * depth).Append(kind);
        foreach ((string name, object? value) in fields)
        {
            if (value is not null) line.Append(' ').Append(name).Append('=').Append(Quoted(CommandOutput.Text(value)));
        }

        output.WriteLine(line);
    }

    private static string Quoted(string text) =>
        text.Length == 0 || text.Contains(' ', StringComparison.Ordinal) ? $"\"{text}\"" : text;

    private void WriteJson(string kind, (string Name, object? Value)[] fields)
    {
        _buffer.ResetWrittenCount();
        using (Utf8JsonWriter writer = new(_buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("item", kind);
            foreach ((string name, object? value) in fields)
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, value, value?.GetType() ?? typeof(object));
            }

            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }
}
