using System.Text;

namespace Weir.Fuzz.Tests.Engine;

/// <summary>
/// Names an outcome by a refusal's type and sentence without what differs from input to input (numbers, and what is
/// quoted): nearly the place in the code that refused, which is what guides the choice of inputs.
/// </summary>
internal static class Outcome
{
    public static string Of(Exception refusal)
    {
        var name = new StringBuilder(refusal.GetType().Name).Append(' ');
        bool isQuoted = false;
        foreach (char c in refusal.Message)
        {
            if (c == '\'') isQuoted = !isQuoted;
            if (isQuoted || char.IsAsciiDigit(c) || c == '-' || !char.IsAscii(c)) continue;
            if (name.Length == 160) break;
            name.Append(c);
        }

        return name.ToString();
    }
}
