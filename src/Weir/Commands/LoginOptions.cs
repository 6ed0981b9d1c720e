using System.CommandLine;
using Weir.Client;

namespace Weir.Commands;

/// <summary>
/// Who the command is to a broker that has users: a name by option or variable, and a password by variable or file.
/// There is no option for the password itself: whoever looks at the processes of the machine would see it.
/// </summary>
internal sealed class LoginOptions
{
    private const string UserVariable = "WEIR_USER";
    private const string PasswordVariable = "WEIR_PASSWORD";

    private readonly Option<string?> _user = new("--user")
    {
        HelpName = "NAME",
        Description = $"The user to log in as (environment: {UserVariable}; default: nobody).",
    };

    private readonly Option<string?> _passwordFile = new("--password-file")
    {
        HelpName = "FILE",
        Description = $"A file that begins with its password (environment: {PasswordVariable}, the password itself).",
    };

    public LoginOptions(Command command)
    {
        command.Add(_user);
        command.Add(_passwordFile);
    }

    /// <summary>Null for nobody.</summary>
    /// <exception cref="UsageException">A user without a password, or a file that cannot be read.</exception>
    public Login? Of(ParseResult result, CommandContext context)
    {
        string? user = result.GetValue(_user) ?? context.Environment.GetValueOrDefault(UserVariable);
        string? file = result.GetValue(_passwordFile);
        if (user is null)
        {
            return file is null ? null
                : throw new UsageException($"{_passwordFile.Name}: whose password it is, say with {_user.Name}");
        }

        string? password = file is null ? context.Environment.GetValueOrDefault(PasswordVariable)
            : FirstLineOf(file, _passwordFile.Name);
        return password is not null ? new Login(user, password) : throw new UsageException(
            $"{_user.Name}: there is no password for '{user}'; set {PasswordVariable} or give {_passwordFile.Name}");
    }

    /// <summary>What a file begins with; the option is for the sentence when it cannot be read.</summary>
    public static string FirstLineOf(string path, string option)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault() is { Length: > 0 } line ? line
                : throw new UsageException($"{option}: '{path}' begins with an empty line");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: cannot read '{path}'");
        }
    }
}
