using System.Collections.Immutable;
using Weir.Broker.Namespaces;
using Weir.Storage;

namespace Weir.Broker.Security;

/// <summary>
/// The users. While there is none the broker is open, to this machine only (the host sees to that); the first has to be
/// an administrator, and from then on there is always one. Reads take no lock.
/// </summary>
public sealed class UserRegistry : IDisposable
{
    /// <summary>Most users: all are kept in memory.</summary>
    public const int CountMax = 100_000;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly ICatalog _catalog;
    private readonly NamespaceRegistry _namespaces;
    private ImmutableSortedDictionary<string, User> _users =
        ImmutableSortedDictionary.Create<string, User>(StringComparer.Ordinal);

    private long _version;

    internal UserRegistry(ICatalog catalog, NamespaceRegistry namespaces)
    {
        _catalog = catalog;
        _namespaces = namespaces;
    }

    /// <summary>The first user was made: sessions that nobody logged in to must end.</summary>
    public event Action? Closed;

    /// <summary>A user was deleted: its sessions must end.</summary>
    public event Action<string>? Removed;

    /// <summary>No user exists, so nobody has to log in.</summary>
    public bool IsOpen => Volatile.Read(ref _users).IsEmpty;

    /// <summary>Grows with every change: a decision of another version may be out of date.</summary>
    public long Version => Volatile.Read(ref _version);

    public IReadOnlyCollection<User> All => [.. Volatile.Read(ref _users).Values];

    public User? Find(string name) => Volatile.Read(ref _users).GetValueOrDefault(name);

    /// <summary>Makes a user or changes one; what is null stays as it is.</summary>
    public async ValueTask<UserOutcome> SetAsync(
        string name, string? password, IReadOnlyList<string>? tags, CancellationToken cancel)
    {
        if (UserRules.CheckName(name) is { } badName) return new(UserError.InvalidName, badName);
        if (password is not null && UserRules.CheckPassword(password) is { } badPassword)
            return new(UserError.InvalidPassword, badPassword);
        if (tags is not null && UserRules.CheckTags(tags) is { } badTag) return new(UserError.InvalidTag, badTag);
        ImmutableArray<ScramVerifier>? verifiers = password is null
            ? null
            : [
                ScramVerifier.Of(ScramMechanism.Sha256, password), ScramVerifier.Of(ScramMechanism.Sha512, password),
            ];
        return await ChangeAsync(
            name,
            user =>
            {
                user ??= Nobody(name);
                return user with
                {
                    Verifiers = verifiers ?? user.Verifiers,
                    Tags = tags is null ? user.Tags : [.. tags],
                };
            },
            cancel);
    }

    /// <summary>Sets what a user is known by, made elsewhere; none takes its password away.</summary>
    public ValueTask<UserOutcome> SetVerifiersAsync(
        string name, ImmutableArray<ScramVerifier> verifiers, CancellationToken cancel) =>
        UserRules.CheckName(name) is { } badName
            ? new(new UserOutcome(UserError.InvalidName, badName))
            : ChangeAsync(name, user => (user ?? Nobody(name)) with { Verifiers = verifiers }, cancel);

    /// <summary>What a user may do in a namespace; null takes it all away, the right to enter it too.</summary>
    public ValueTask<UserOutcome> SetPermissionsAsync(
        string name, string ns, PermissionPatterns? patterns, CancellationToken cancel)
    {
        if (Find(name) is null) return new(NotFound(name));
        if (patterns is not null && !_namespaces.Exists(ns))
            return new(new UserOutcome(UserError.NamespaceUnknown, $"there is no namespace '{ns}'"));
        return ChangeAsync(
            name,
            user => user is null ? null : user with
            {
                Permissions = patterns is null ? user.Permissions.Remove(ns) : user.Permissions.SetItem(ns, patterns),
            },
            cancel);
    }

    public async ValueTask<UserOutcome> RemoveAsync(string name, CancellationToken cancel)
    {
        if (Find(name) is null) return NotFound(name);
        UserOutcome outcome = await ChangeAsync(name, static _ => null, cancel);
        if (outcome.IsDone) Removed?.Invoke(name);
        return outcome;
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>A namespace is gone; one of its name to come shall not find who was let into this one.</summary>
    internal async ValueTask ForgetNamespaceAsync(string ns, CancellationToken cancel)
    {
        foreach (User user in All.Where(u => u.Permissions.ContainsKey(ns)))
            await SetPermissionsAsync(user.Name, ns, null, cancel);
    }

    internal async ValueTask LoadAsync(CancellationToken cancel)
    {
        foreach (CatalogEntry entry in await _catalog.ListAsync(UserRecord.KeyPrefix, cancel))
        {
            User user = UserRecord.Decode(entry.Key, entry.Value!.Value.Span);
            _users = _users.SetItem(user.Name, user);
        }
    }

    private static User Nobody(string name) =>
        new(name, [], [], ImmutableSortedDictionary.Create<string, PermissionPatterns>(StringComparer.Ordinal));

    private static UserOutcome NotFound(string name) => new(UserError.NotFound, $"there is no user '{name}'");

    private async ValueTask<UserOutcome> ChangeAsync(
        string name, Func<User?, User?> change, CancellationToken cancel)
    {
        bool wasOpen;
        await _gate.WaitAsync(cancel);
        try
        {
            wasOpen = IsOpen;
            User? before = Find(name);
            User? after = change(before);
            if (before is null && _users.Count >= CountMax)
                return new(UserError.TooMany, $"there are {CountMax} users, the most that are allowed");
            ImmutableSortedDictionary<string, User> users =
                after is null ? _users.Remove(name) : _users.SetItem(name, after);
            if (!users.Values.Any(static u => u.IsAdministrator && !u.Verifiers.IsEmpty))
            {
                return new(UserError.LastAdministrator, wasOpen
                    ? $"the first user must have a password and the tag {UserTags.Administrator}"
                    : $"no user with a password and the tag {UserTags.Administrator} would be left");
            }

            var put = new CatalogChange(UserRecord.KeyOf(name), -1, after is null ? null : UserRecord.Encode(after));
            if (!await _catalog.PutAsync([put], cancel))
                return new(UserError.Conflict, $"user '{name}' was changed meanwhile");
            Volatile.Write(ref _users, users);
            Interlocked.Increment(ref _version);
        }
        finally
        {
            _gate.Release();
        }

        if (wasOpen) Closed?.Invoke();
        return UserOutcome.Done;
    }
}
