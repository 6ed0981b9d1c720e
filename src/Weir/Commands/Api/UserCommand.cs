using System.CommandLine;
using System.Text.Json.Nodes;
using Weir.Client;

namespace Weir.Commands.Api;

/// <summary>
/// <c>weir user</c>: who may log in and what each may do. Passwords are read from files, never from the command line,
/// and never shown.
/// </summary>
internal sealed class UserCommand : Command
{
    private readonly Argument<string> _name = new("USER") { Description = "The user's name." };
    private readonly Option<string?> _newPassword = MessageSelection.Text(
        "--new-password-file", "FILE", "A file whose first line is the password to set; without it, it stays.");

    private readonly Option<string[]> _tags = new("--tag")
    {
        HelpName = "TAG",
        Description = "administrator, monitoring or impersonator; may be given many times, and replaces all there are.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _configure = Pattern("--configure", "make and delete");
    private readonly Option<string?> _write = Pattern("--write", "write to");
    private readonly Option<string?> _read = Pattern("--read", "read from");
    private readonly Confirmation _confirmation;

    public UserCommand(CommandContext context)
        : base("user", "List, set and delete users, and say what they may do.")
    {
        _confirmation = new Confirmation(context);
        Option<string?> filter = MessageSelection.Filter();
        Add(ApiVerb.Of(
            context, "list", "List users with their tags and permissions.",
            call => call.WriteListAsync("users", call.Get(filter), "name", "tags", "hasPassword", "permissions"), false,
            filter));
        Add(ApiVerb.Of(
            context, "set", "Make a user, or change its password or tags.", SetAsync, false, _name, _newPassword,
            _tags));
        Add(ApiVerb.Of(
            context, "delete", "Delete a user and end its connections.", DeleteAsync, false, _name,
            _confirmation.Option));
        Add(ApiVerb.Of(
            context, "permit", "Set what a user may do in a namespace.", PermitAsync, true, _name, _configure, _write,
            _read));
        Add(ApiVerb.Of(
            context, "forbid", "Take a user's permissions in a namespace away.", ForbidAsync, true, _name));
    }

    private static Option<string?> Pattern(string name, string deed) =>
        MessageSelection.Text(name, "REGEX", $"Names that it may {deed} (default: none).");

    private async Task SetAsync(ApiCall call)
    {
        JsonObject request = [];
        if (call.Get(_newPassword) is { } file) request["password"] = LoginOptions.FirstLineOf(file, _newPassword.Name);
        string[] tags = call.Get(_tags) ?? [];
        if (tags.Length > 0) request["tags"] = new JsonArray([.. tags.Select(static tag => JsonValue.Create(tag))]);
        await call.SendAsync(HttpMethod.Put, PathOf(call), request);
        call.Output.WriteFields(("name", call.Get(_name)));
    }

    private async Task DeleteAsync(ApiCall call)
    {
        string name = call.Get(_name);
        if (!await call.ConfirmAsync(_confirmation, $"deleting user '{name}'", $"Delete user '{name}'?")) return;
        await call.SendAsync(HttpMethod.Delete, PathOf(call));
        call.Output.WriteFields(("name", name), ("deleted", true));
    }

    private async Task PermitAsync(ApiCall call)
    {
        JsonObject request = new()
        {
            ["configure"] = call.Get(_configure) ?? "",
            ["write"] = call.Get(_write) ?? "",
            ["read"] = call.Get(_read) ?? "",
        };
        await call.SendAsync(HttpMethod.Put, PathOf(call, "permissions", call.Namespace), request);
        call.Output.WriteFields(("name", call.Get(_name)), ("namespace", call.Namespace));
    }

    private async Task ForbidAsync(ApiCall call)
    {
        await call.SendAsync(HttpMethod.Delete, PathOf(call, "permissions", call.Namespace));
        call.Output.WriteFields(("name", call.Get(_name)), ("namespace", call.Namespace), ("forbidden", true));
    }

    private string PathOf(ApiCall call, params ReadOnlySpan<string> more) =>
        ApiClient.Path(["users", call.Get(_name), .. more]);
}
