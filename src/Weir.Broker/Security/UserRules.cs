using System.Text;

namespace Weir.Broker.Security;

/// <summary>What names, passwords and tags of users may be. A sentence when they are not; it never has the
/// password.</summary>
internal static class UserRules
{
    public const int NameBytesMax = 255;

    public const int PasswordBytesMax = 1024;

    private const int TagsMax = 32;
    private const int TagLengthMax = 64;

    public static string? CheckName(string name)
    {
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > NameBytesMax)
            return $"a user name has 1 to {NameBytesMax} bytes";
        return name.Any(char.IsControl) ? "a user name has no control characters"
            : name.Contains(':', StringComparison.Ordinal) ? "a user name has no ':', which HTTP ends it with"
            : null;
    }

    public static string? CheckPassword(string password)
    {
        if (password.Length == 0 || Encoding.UTF8.GetByteCount(password) > PasswordBytesMax)
            return $"a password has 1 to {PasswordBytesMax} bytes";
        return password.Any(char.IsControl) ? "a password has no control characters" : null;
    }

    public static string? CheckTags(IReadOnlyList<string> tags)
    {
        if (tags.Count > TagsMax) return $"a user has at most {TagsMax} tags";
        foreach (string tag in tags)
        {
            if (tag.Length is 0 or > TagLengthMax
                || !tag.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                return $"a tag has 1 to {TagLengthMax} characters of a-z A-Z 0-9 - _";
        }

        return null;
    }
}
