using System.Buffers;
using System.Globalization;
using System.Text;
using Weir.Wire.Records;

namespace Weir.Records;

/// <summary>
/// A line for each record from a template: <c>{key} {value} {headers} {offset} {partition} {timestamp} {time}
/// {topic}</c>, with <c>\n \t \\</c> and <c>{{ }}</c> for themselves. Keys and values are their bytes as they are.
/// </summary>
internal sealed class RecordFormat
{
    private static readonly string[] Fields =
        ["key", "value", "headers", "offset", "partition", "timestamp", "time", "topic"];

    private readonly List<(byte[]? Literal, string? Field)> _parts = [];

    /// <exception cref="UsageException">A brace is not closed or holds no field's name.</exception>
    public RecordFormat(string template)
    {
        StringBuilder literal = new();
        for (int i = 0; i < template.Length; i++)
        {
            char c = template[i];
            char next = i + 1 < template.Length ? template[i + 1] : '\0';
            if (c is '{' or '}' && next == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '\\' && next is 'n' or 't' or '\\')
            {
                literal.Append(next switch { 'n' => '\n', 't' => '\t', _ => '\\' });
                i++;
            }
            else if (c == '{')
            {
                int end = template.IndexOf('}', i);
                string field = end < 0 ? template[(i + 1)..] : template[(i + 1)..end];
                if (end < 0 || !Fields.Contains(field))
                    throw new UsageException($"--format: {{{field}}} is none of {{{string.Join("} {", Fields)}}}");
                AddLiteral(literal);
                _parts.Add((null, field));
                i = end;
            }
            else
            {
                literal.Append(c);
            }
        }

        AddLiteral(literal);
    }

    public void Write(IBufferWriter<byte> output, ReceivedRecord at, in RecordView record)
    {
        foreach ((byte[]? literal, string? field) in _parts)
        {
            if (literal is not null) output.Write(literal);
            else if (field == "key") output.Write(record.Key);
            else if (field == "value") output.Write(record.Value);
            else if (field == "headers") WriteHeaders(output, record);
            else Encoding.UTF8.GetBytes(Text(field!, at), output);
        }
    }

    private static void WriteHeaders(IBufferWriter<byte> output, in RecordView record)
    {
        bool isFirst = true;
        foreach (RecordHeaderView header in record.Headers)
        {
            if (!isFirst) output.Write(","u8);
            output.Write(header.Key);
            output.Write("="u8);
            output.Write(header.Value);
            isFirst = false;
        }
    }

    private static string Text(string field, ReceivedRecord at) => field switch
    {
        "offset" => at.Offset.ToString(CultureInfo.InvariantCulture),
        "partition" => at.Partition.ToString(CultureInfo.InvariantCulture),
        "timestamp" => at.TimestampMs.ToString(CultureInfo.InvariantCulture),
        "time" => Timestamps.Text(at.TimestampMs),
        _ => at.Topic,
    };

    private void AddLiteral(StringBuilder literal)
    {
        if (literal.Length > 0) _parts.Add((Encoding.UTF8.GetBytes(literal.ToString()), null));
        literal.Clear();
    }
}
