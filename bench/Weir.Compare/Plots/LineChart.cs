namespace Weir.Compare.Plots;

/// <summary>Lines over two logarithmic axes: what grows in proportion is straight, what is flat lies.</summary>
internal sealed class LineChart(string title, string xTitle, string yTitle)
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Left = 70;
    private const int Right = 150;
    private const int Top = 40;
    private const int Bottom = 50;

    private readonly List<(string Name, (double X, double Y)[] Points)> _lines = [];

    /// <summary>Points at or below zero have no place on the axes and are left out.</summary>
    public void Add(string name, IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)[] shown = [.. points.Where(static p => p.X > 0 && p.Y > 0)];
        if (shown.Length > 0) _lines.Add((name, shown));
    }

    public string Draw()
    {
        Svg svg = new(Width, Height);
        svg.Label(10, 22, title);
        if (_lines.Count == 0) return svg.ToString();
        (double X, double Y)[] all = [.. _lines.SelectMany(static l => l.Points)];
        (double xLow, double xHigh) = Decades(all.Select(static p => p.X));
        (double yLow, double yHigh) = Decades(all.Select(static p => p.Y));
        double X(double value) => Left + (Width - Left - Right) * (Math.Log10(value) - xLow) / (xHigh - xLow);
        double Y(double value) =>
            Height - Bottom - (Height - Top - Bottom) * (Math.Log10(value) - yLow) / (yHigh - yLow);

        for (double d = xLow; d <= xHigh; d++)
        {
            svg.Line(X(Math.Pow(10, d)), Top, X(Math.Pow(10, d)), Height - Bottom, "#dddddd");
            svg.Label(X(Math.Pow(10, d)), Height - Bottom + 16, Svg.Short(Math.Pow(10, d)), "middle");
        }

        for (double d = yLow; d <= yHigh; d++)
        {
            svg.Line(Left, Y(Math.Pow(10, d)), Width - Right, Y(Math.Pow(10, d)), "#dddddd");
            svg.Label(Left - 6, Y(Math.Pow(10, d)) + 4, Svg.Short(Math.Pow(10, d)), "end");
        }

        svg.Label(Left, Height - 12, xTitle);
        svg.Label(Left, Top - 4, yTitle);
        for (int i = 0; i < _lines.Count; i++)
        {
            (string name, (double X, double Y)[] points) = _lines[i];
            for (int p = 0; p < points.Length; p++)
            {
                svg.Dot(X(points[p].X), Y(points[p].Y), Svg.Colour(i));
                if (p > 0)
                    svg.Line(X(points[p - 1].X), Y(points[p - 1].Y), X(points[p].X), Y(points[p].Y), Svg.Colour(i), 2);
            }

            svg.Label(Width - Right + 10, Top + 16 * (i + 1), name);
            svg.Bar(Width - Right + 2, Top + 16 * (i + 1) - 8, 5, 8, Svg.Colour(i));
        }

        return svg.ToString();
    }

    private static (double Low, double High) Decades(IEnumerable<double> values)
    {
        double[] logs = [.. values.Select(Math.Log10)];
        double low = Math.Floor(logs.Min());
        return (low, Math.Max(low + 1, Math.Ceiling(logs.Max())));
    }
}
