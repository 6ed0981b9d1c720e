using System.Text;

namespace Weir.KafkaGenerator.CSharp;

/// <summary>Lines of C# with their indentation; a block's braces come and go with its scope.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0) _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
    }

    public void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    public void Close()
    {
        _depth--;
        Line("}");
    }

    /// <summary>Writes the body under a condition, or bare when there is none.</summary>
    public void When(string condition, Action body)
    {
        if (condition.Length == 0)
        {
            body();
            return;
        }

        Open($"if ({condition})");
        body();
        Close();
    }

    public override string ToString() => _text.ToString();
}
