using System.Globalization;

namespace Weir.Compare;

/// <summary>The words behind the verb: --name value, or --name alone. What nobody asked for is refused.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _asked = [];

    public Arguments(IReadOnlyList<string> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                Rest.Add(words[i]);
                continue;
            }

            // --quick is the only flag, so every other option takes the word behind it.
            bool hasValue = words[i] != "--quick" && i + 1 < words.Count
                && !words[i + 1].StartsWith("--", StringComparison.Ordinal);
            _values[words[i][2..]] = hasValue ? words[++i] : "";
        }
    }

    public List<string> Rest { get; } = [];

    public bool Flag(string name)
    {
        _asked.Add(name);
        return _values.ContainsKey(name);
    }

    public string Text(string name, string standard)
    {
        _asked.Add(name);
        return _values.GetValueOrDefault(name, standard);
    }

    public double Number(string name, double standard)
    {
        string text = Text(name, "");
        if (text.Length == 0 && !_values.ContainsKey(name)) return standard;
        return double.TryParse(text, CultureInfo.InvariantCulture, out double number) && number > 0
            ? number
            : throw new ArgumentException($"--{name}: '{text}' is no number above 0");
    }

    public void CheckAll(int rest = 0)
    {
        if (_values.Keys.FirstOrDefault(name => !_asked.Contains(name)) is { } unknown)
            throw new ArgumentException($"--{unknown} is no option here");
        if (Rest.Count != rest) throw new ArgumentException($"expected {rest} words besides options, not {Rest.Count}");
    }
}
