namespace Weir.Compare.Plots;

/// <summary>Groups of lying bars with their values behind them; each group has its own scale.</summary>
internal sealed class BarChart(string title, IReadOnlyList<string> groups, IReadOnlyList<string> series)
{
    private const int BarHeight = 16;
    private const int NameWidth = 130;
    private const int BarWidthMax = 480;

    /// <param name="value">Of a group and a series; not a number for none.</param>
    public string Draw(Func<int, int, double> value)
    {
        int groupHeight = 28 + series.Count * BarHeight;
        Svg svg = new(NameWidth + BarWidthMax + 110, 40 + groups.Count * groupHeight);
        svg.Label(10, 22, title);
        for (int g = 0; g < groups.Count; g++)
        {
            int top = 40 + g * groupHeight;
            double[] values = [.. Enumerable.Range(0, series.Count).Select(s => value(g, s))];
            double most = values.Where(static v => !double.IsNaN(v)).DefaultIfEmpty(1).Max();
            svg.Label(10, top + 12, groups[g]);
            for (int s = 0; s < series.Count; s++)
            {
                double y = top + 18 + s * BarHeight;
                svg.Label(NameWidth - 5, y + 11, series[s], "end");
                if (double.IsNaN(values[s])) continue;
                double width = BarWidthMax * values[s] / Math.Max(most, double.Epsilon);
                svg.Bar(NameWidth, y, width, BarHeight - 3, Svg.Colour(s));
                svg.Label(NameWidth + width + 5, y + 11, Svg.Short(values[s]));
            }
        }

        return svg.ToString();
    }
}
