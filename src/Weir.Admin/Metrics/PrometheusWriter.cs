using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Weir.Admin.Metrics;

/// <summary>
/// Writes the Prometheus text format (version 0.0.4) straight into a buffer. A family is begun once, its samples
/// follow; names and help are constants, so a scrape allocates next to nothing a series.
/// </summary>
internal sealed class PrometheusWriter(IBufferWriter<byte> output) : IMetricWriter
{
    private const int NumberBytesMax = 32;

    public void Family(string name, string type, string help)
    {
        Text("# HELP ");
        Text(name);
        Text(" ");
        Text(help);
        Text("\n# TYPE ");
        Text(name);
        Text(" ");
        Text(type);
        Text("\n");
    }

    public void Sample(string name, double value, params ReadOnlySpan<string> labels)
    {
        Text(name);
        for (int i = 0; i < labels.Length; i += 2)
        {
            Text(i == 0 ? "{" : ",");
            Text(labels[i]);
            Text("=\"");
            Escaped(labels[i + 1]);
            Text("\"");
        }

        Text(labels.IsEmpty ? " " : "} ");
        Number(value);
        Text("\n");
    }

    private void Number(double value)
    {
        Span<byte> room = output.GetSpan(NumberBytesMax);
        bool isWhole = value is > -1e15 and < 1e15 && value == Math.Floor(value);
        int written;
        if (isWhole) Utf8Formatter.TryFormat((long)value, room, out written);
        else Utf8Formatter.TryFormat(value, room, out written);
        output.Advance(written);
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, output);

    private void Escaped(string text)
    {
        if (text.AsSpan().IndexOfAny('\\', '"', '\n') >= 0)
            text = text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
        Text(text);
    }
}
