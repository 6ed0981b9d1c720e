namespace Weir.Hosting.Configuration;

/// <summary>Finds the known name that a misspelled one most resembles.</summary>
internal static class NearestName
{
    private const int NameLengthMax = 100;

    /// <summary>The nearest candidate, or null when none is near enough to be a slip of the hand.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > NameLengthMax)
            return null;

        (string candidate, int distance) = candidates
            .Select(candidate => (candidate, EditDistance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, name.Length / 4) ? candidate : null;
    }

    // Levenshtein's: how many letters must be put in, taken out or replaced. One row of the table is enough.
    private static int EditDistance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
