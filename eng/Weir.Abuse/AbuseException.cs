using System.Diagnostics.CodeAnalysis;

namespace Weir.Abuse;

/// <summary>The broker did what it must not, or did not what it must.</summary>
internal sealed class AbuseException(string message) : Exception(message)
{
    public static void Require([DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds) throw new AbuseException(what);
    }
}
