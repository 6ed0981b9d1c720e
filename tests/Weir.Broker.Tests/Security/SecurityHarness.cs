using Weir.Broker.Namespaces;
using Weir.Broker.Security;
using Weir.Storage;
using Weir.Storage.Memory;
using Weir.Testing.Time;

namespace Weir.Broker.Tests.Security;

/// <summary>Users over a catalog in memory, and time that goes on when a test says so.</summary>
internal sealed class SecurityHarness
{
    private readonly ICatalog _catalog;

    public SecurityHarness()
        : this(new MemoryEngine().Catalog)
    {
    }

    private SecurityHarness(ICatalog catalog)
    {
        _catalog = catalog;
        Users = new UserRegistry(catalog, new NamespaceRegistry(catalog));
        Logins = new Authenticator(Users, Time);
    }

    public UserRegistry Users { get; }

    public Authenticator Logins { get; }

    public ManualTime Time { get; } = new();

    public static async Task<SecurityHarness> WithAdminAsync()
    {
        var harness = new SecurityHarness();
        Assert.True((await harness.Users.SetAsync("root", "secret", ["administrator"], default)).IsDone);
        return harness;
    }

    public async Task<SecurityHarness> RestartAsync()
    {
        var after = new SecurityHarness(_catalog);
        await after.Users.LoadAsync(default);
        return after;
    }

    public async Task PermitAsync(string user, string configure, string write, string read)
    {
        Assert.True(PermissionPatterns.TryCreate(configure, write, read, out PermissionPatterns? patterns, out _));
        Assert.True((await Users.SetPermissionsAsync(user, "/", patterns, default)).IsDone);
    }
}
