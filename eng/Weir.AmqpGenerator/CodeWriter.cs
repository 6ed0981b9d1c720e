using System.Text;

namespace Weir.AmqpGenerator;

/// <summary>Lines of C# with their indentation, below the head that every generated file has.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public CodeWriter(params string[] usings)
    {
        Line("// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator");
        Line("#nullable enable");
        Line();
        foreach (var name in usings) Line($"using {name};");
        if (usings.Length > 0) Line();
        Line("namespace Weir.Amqp.Wire;");
        Line();
    }

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

    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    public override string ToString() => _text.ToString();
}
