using System.Text;

namespace Weir.Broker.Security;

/// <summary>
/// What one session may do, decided once a name and remembered until users change: nothing is evaluated a message. For
/// one session; not for several threads at once.
/// </summary>
public sealed class AccessCache
{
    private const int NamesMax = 1000;
    private const int Recent = 4;

    private readonly Dictionary<string, Permission> _byName = new(StringComparer.Ordinal);
    private readonly (byte[] Name, Permission Permission)[] _recent = new (byte[], Permission)[Recent];
    private readonly UserRegistry _users;
    private readonly string? _user;
    private long _version;
    private int _next;

    /// <param name="users">All users.</param>
    /// <param name="user">Who logged in; null for a session of a time without users, which may do everything.</param>
    /// <param name="ns">The namespace that names are of.</param>
    public AccessCache(UserRegistry users, string? user, string ns)
    {
        _users = users;
        _user = user;
        Namespace = ns;
        _version = users.Version;
    }

    public string Namespace { get; }

    /// <summary>May do everything there is, in every namespace.</summary>
    public bool IsUnrestricted => _user is null && _users.IsOpen;

    public bool IsAdministrator => Has(UserTags.Administrator);

    /// <summary>May use the namespace at all.</summary>
    public bool MayEnter =>
        IsUnrestricted || (_user is not null && _users.Find(_user)?.Permissions.ContainsKey(Namespace) == true);

    public bool Has(string tag) =>
        IsUnrestricted || (_user is not null && _users.Find(_user)?.Tags.Contains(tag) == true);

    public bool Allows(Permission permission, string name) => (Of(name) & permission) == permission;

    /// <summary>Makes no string for a name that was asked for lately.</summary>
    public bool Allows(Permission permission, ReadOnlySpan<byte> nameUtf8)
    {
        Refresh();
        foreach ((byte[] name, Permission known) in _recent)
            if (name is not null && nameUtf8.SequenceEqual(name)) return (known & permission) == permission;
        Permission found = Of(Encoding.UTF8.GetString(nameUtf8));
        _recent[_next] = (nameUtf8.ToArray(), found);
        _next = (_next + 1) % Recent;
        return (found & permission) == permission;
    }

    /// <summary>All that may be done with a thing of that name.</summary>
    public Permission Of(string name)
    {
        Refresh();
        if (_byName.TryGetValue(name, out Permission known)) return known;
        if (_byName.Count >= NamesMax) _byName.Clear();
        return _byName[name] = Evaluate(name);
    }

    private Permission Evaluate(string name)
    {
        if (_user is null) return _users.IsOpen ? Permission.All : Permission.None;
        return _users.Find(_user)?.Permissions.GetValueOrDefault(Namespace)?.Of(name) ?? Permission.None;
    }

    private void Refresh()
    {
        long version = _users.Version;
        if (version == _version) return;
        _version = version;
        _byName.Clear();
        Array.Clear(_recent);
    }
}
