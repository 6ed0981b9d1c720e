namespace Weir.Fuzz.Tests.Engine;

/// <summary>An input broke what its target promises.</summary>
internal sealed class FuzzException(string message) : Exception(message)
{
    public static void Require(bool holds, string what)
    {
        if (!holds) throw new FuzzException(what);
    }
}
