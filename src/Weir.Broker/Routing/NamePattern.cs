using System.Text.RegularExpressions;

namespace Weir.Broker.Routing;

/// <summary>
/// Patterns of names, as policies and permissions have them. They are evaluated without backtracking, so in time linear
/// in the name's length whatever the pattern; what it takes to compile one grows with the square of the different
/// characters in it (23 MB and 70 ms for 128 of them, 690 MB for 1,024), so they are limited.
/// </summary>
internal static class NamePattern
{
    /// <summary>Longest pattern, characters.</summary>
    public const int LengthMax = 1024;

    /// <summary>Most different characters in a pattern.</summary>
    public const int DistinctMax = 128;

    /// <summary>
    /// Why an operator may not use it, or null. That it is a pattern at all shows when it is compiled.
    /// </summary>
    public static string? Refusal(string pattern)
    {
        if (pattern.Length > LengthMax)
            return $"a pattern has {pattern.Length} characters, at most {LengthMax} are allowed";
        int distinct = new HashSet<char>(pattern).Count;
        return distinct <= DistinctMax ? null
            : $"a pattern has {distinct} different characters, at most {DistinctMax} are allowed";
    }

    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It looks around or back, which takes more than linear time.</exception>
    public static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
