namespace Weir.Amqp.Tests.Facts;

/// <summary>
/// What one scenario of eng/amqp-facts/facts.py sent and what it was answered, line by line. A scenario that needs what
/// the broker said before it can go on cannot be told again and is marked.
/// </summary>
internal sealed record Fact(string Name, IReadOnlyList<string> Lines, string? Reason)
{
    public bool CanBeReplayed => !Lines.Contains("~");

    public static Dictionary<string, Fact> Load(string file)
    {
        var facts = new Dictionary<string, Fact>();
        string? name = null, reason = null;
        var lines = new List<string>();
        string path = Path.Combine(AppContext.BaseDirectory, "Facts", file);
        foreach (string line in File.ReadLines(path).Append("# "))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                if (name is not null) facts.Add(name, new Fact(name, [.. lines], reason));
                (name, reason) = (line[2..], null);
                lines.Clear();
            }
            else if (line.StartsWith("= ", StringComparison.Ordinal)) reason = line[2..];
            else if (line.Length > 0) lines.Add(line);
        }

        return facts;
    }
}
