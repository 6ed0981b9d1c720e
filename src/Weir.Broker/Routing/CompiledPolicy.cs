using System.Text.RegularExpressions;

namespace Weir.Broker.Routing;

/// <summary>A policy and its pattern, which matches in time linear in the name whatever was written.</summary>
internal sealed record CompiledPolicy(Policy Policy, Regex Pattern)
{
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It looks around or back, which takes more than linear time.</exception>
    public static CompiledPolicy Of(Policy policy) => new(
        policy, new Regex(policy.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
}
