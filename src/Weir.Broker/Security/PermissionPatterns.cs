using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Weir.Broker.Routing;

namespace Weir.Broker.Security;

/// <summary>
/// What a user may do in one namespace: a pattern of names for each permission. As in RabbitMQ a pattern matches
/// anywhere in a name unless it is anchored, and the empty one matches only the empty name.
/// </summary>
public sealed class PermissionPatterns
{
    private readonly Regex _configure;
    private readonly Regex _write;
    private readonly Regex _read;

    private PermissionPatterns(string configure, string write, string read)
    {
        Configure = configure;
        Write = write;
        Read = read;
        _configure = Compile(configure);
        _write = Compile(write);
        _read = Compile(read);
    }

    /// <summary>Everything.</summary>
    public static PermissionPatterns All { get; } = new(".*", ".*", ".*");

    public string Configure { get; }

    public string Write { get; }

    public string Read { get; }

    /// <summary>False with one sentence when a pattern cannot be used.</summary>
    public static bool TryCreate(
        string configure, string write, string read, [NotNullWhen(true)] out PermissionPatterns? patterns,
        out string? refusal)
    {
        patterns = null;
        foreach (string pattern in (ReadOnlySpan<string>)[configure, write, read])
        {
            refusal = NamePattern.Refusal(pattern);
            if (refusal is not null) return false;
        }

        try
        {
            patterns = new PermissionPatterns(configure, write, read);
            refusal = null;
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            refusal = $"a pattern cannot be used: {e.Message}";
            return false;
        }
    }

    public Permission Of(string name) =>
        (_configure.IsMatch(name) ? Permission.Configure : 0)
        | (_write.IsMatch(name) ? Permission.Write : 0)
        | (_read.IsMatch(name) ? Permission.Read : 0);

    private static Regex Compile(string pattern) => NamePattern.Compile(pattern.Length == 0 ? "^$" : pattern);
}
