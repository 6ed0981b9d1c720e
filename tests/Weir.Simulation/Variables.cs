using System.Globalization;

namespace Weir.Simulation;

/// <summary>What eng/sim and eng/damage set.</summary>
internal static class Variables
{
    public static long Number(string variable, long otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
