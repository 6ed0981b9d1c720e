using System.Globalization;
using System.Text;

namespace Weir.Compare.Plots;

/// <summary>Just enough SVG for a chart: rectangles, lines, text, all with numbers in invariant form.</summary>
internal sealed class Svg
{
    private static readonly string[] Colours =
        ["#1f6feb", "#57a0ff", "#d9730d", "#f2a65a", "#b3261e", "#e58a84", "#2e7d32", "#7a4fbf", "#607d8b", "#000000"];

    private readonly StringBuilder _text = new();

    public Svg(int width, int height)
    {
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" ");
        Add($"font-family=\"sans-serif\" font-size=\"12\">\n");
        Bar(0, 0, width, height, "white");
    }

    public static string Colour(int index) => Colours[index % Colours.Length];

    public void Bar(double x, double y, double width, double height, string colour) =>
        Add($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" fill=\"{colour}\"/>\n");

    public void Line(double x1, double y1, double x2, double y2, string colour, double width = 1) => Add(
        $"<path d=\"M{x1:0.#} {y1:0.#}L{x2:0.#} {y2:0.#}\" stroke=\"{colour}\" stroke-width=\"{width:0.#}\"/>\n");

    public void Dot(double x, double y, string colour) =>
        Add($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3\" fill=\"{colour}\"/>\n");

    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">What it says.</param>
    /// <param name="anchor">start, middle or end.</param>
    public void Label(double x, double y, string text, string anchor = "start")
    {
        string escaped = System.Security.SecurityElement.Escape(text);
        Add($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{escaped}</text>\n");
    }

    public override string ToString() => _text + "</svg>\n";

    public static string Short(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e3 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private void Add(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture));
}
