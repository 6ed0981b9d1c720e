using System.Text;
using Weir.Broker;
using Weir.Broker.Security;
using Weir.Hosting.Configuration;

namespace Weir.Hosting;

/// <summary>
/// The administrator that the configuration names: there from the first start, with the password that the file holds
/// now. A broker that listens where others reach it can so be started before anybody could have made a user.
/// </summary>
internal static class FirstUser
{
    private const int FileBytesMax = 4096;

    public static async Task EnsureAsync(MessageBroker broker, SecurityOptions options, CancellationToken cancel)
    {
        if (options.Admin is not { } name) return;
        string password = ReadPassword(options.AdminPasswordFile);
        User? user = broker.Users.Find(name);
        bool isKnown = user is { Verifiers: [var verifier, ..] } && verifier.Matches(password);
        string[] tags = user is null ? [UserTags.Administrator] : [.. user.Tags.Union([UserTags.Administrator])];
        if (!isKnown || user is not { IsAdministrator: true })
            MustBeDone(await broker.Users.SetAsync(name, isKnown ? null : password, tags, cancel));
        foreach (string ns in broker.Namespaces.All)
        {
            if (user?.Permissions.ContainsKey(ns) != true)
                MustBeDone(await broker.Users.SetPermissionsAsync(name, ns, PermissionPatterns.All, cancel));
        }
    }

    private static void MustBeDone(in UserOutcome outcome)
    {
        if (!outcome.IsDone) throw new ConfigurationException($"security.admin: {outcome.Reason}.");
    }

    /// <summary>The file's text is in no message, whatever is wrong with it.</summary>
    private static string ReadPassword(string path)
    {
        string text;
        try
        {
            using FileStream file = File.OpenRead(path);
            using var reader = new StreamReader(file, Encoding.UTF8);
            if (file.CanSeek && file.Length > FileBytesMax)
                throw new ConfigurationException($"security.admin_password_file: {path} is larger than a password.");
            text = reader.ReadLine() ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"security.admin_password_file: {path} cannot be read.", e);
        }

        return text.Length > 0
            ? text
            : throw new ConfigurationException($"security.admin_password_file: the first line of {path} is empty.");
    }
}
