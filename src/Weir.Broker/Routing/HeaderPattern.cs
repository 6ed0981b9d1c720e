using System.Text;

namespace Weir.Broker.Routing;

/// <summary>
/// What a headers binding asks for. <c>x-match</c> says whether all of its arguments or any one of them must match, and
/// whether those whose names begin with <c>x-</c> count (<c>-with-x</c>) or not. An argument without a value asks only
/// that the header is there. As in RabbitMQ, asking for nothing is always met by <c>all</c> and never by <c>any</c>.
/// </summary>
internal sealed class HeaderPattern
{
    public const string MatchArgument = "x-match";

    private readonly (byte[] Name, ArgumentValue Value)[] _wanted;
    private readonly bool _any;

    public HeaderPattern(Binding binding)
    {
        Binding = binding;
        string mode = binding.Arguments.Get(MatchArgument)?.ToString() ?? "all";
        _any = mode is "any" or "any-with-x";
        bool withX = mode is "all-with-x" or "any-with-x";
        _wanted =
        [
            .. binding.Arguments
                .Where(a => a.Key != MatchArgument && (withX || !a.Key.StartsWith("x-", StringComparison.Ordinal)))
                .Select(a => (Encoding.UTF8.GetBytes(a.Key), a.Value)),
        ];
    }

    public Binding Binding { get; }

    /// <summary>One sentence when the arguments are not a headers binding's.</summary>
    public static string? Check(Arguments arguments)
    {
        if (!arguments.TryGet(MatchArgument, out ArgumentValue mode)) return null;
        if (!mode.IsText) return $"{MatchArgument} must be text, not {mode.Kind}";
        return mode.ToString() is "all" or "any" or "all-with-x" or "any-with-x"
            ? null
            : $"{MatchArgument} '{mode}' is none of all, any, all-with-x, any-with-x";
    }

    public bool IsMetBy<THeaders>(scoped in THeaders headers)
        where THeaders : IMessageHeaders, allows ref struct
    {
        foreach ((byte[] name, ArgumentValue value) in _wanted)
        {
            bool met = headers.TryGetHeader(name, out HeaderValue found)
                && (value.Kind == ArgumentKind.Null || found.Matches(value));
            if (met == _any) return _any;
        }

        return !_any;
    }
}
