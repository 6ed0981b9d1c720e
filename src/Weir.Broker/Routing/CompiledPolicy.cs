using System.Text.RegularExpressions;

namespace Weir.Broker.Routing;

/// <summary>A policy and its pattern, which matches in time linear in the name whatever was written.</summary>
internal sealed record CompiledPolicy(Policy Policy, Regex Pattern)
{
    /// <summary>Throws what <see cref="NamePattern.Compile"/> throws.</summary>
    public static CompiledPolicy Of(Policy policy) => new(policy, NamePattern.Compile(policy.Pattern));
}
