namespace Weir.Interop.Tests.Support;

/// <summary>The C programs, compiled once into artifacts/bin whenever a source is newer.</summary>
internal static class CompiledClients
{
    private static readonly string Folder = Repository.Artifacts("bin");
    private static readonly Lazy<Task> Compiled = new(CompileAsync);

    public static async Task<string> PathAsync(string name)
    {
        await Compiled.Value;
        return Path.Combine(Folder, name);
    }

    /// <summary>The system's librdkafka, completed for Confluent.Kafka; clients/c/newer_calls.c says why.</summary>
    public static string Librdkafka => PathAsync("newer_calls.so").GetAwaiter().GetResult();

    private static async Task CompileAsync()
    {
        using IDisposable held = await FileLock.AcquireAsync(Path.Combine(Folder, ".lock"));
        string sources = Path.Combine(Repository.Clients, "c");
        DateTime header = File.GetLastWriteTimeUtc(Path.Combine(sources, "records.h"));
        foreach (string source in Directory.EnumerateFiles(sources, "*.c"))
        {
            string name = Path.GetFileNameWithoutExtension(source);
            bool isLibrary = name == "newer_calls";
            string program = Path.Combine(Folder, isLibrary ? $"{name}.so" : name);
            DateTime made = File.GetLastWriteTimeUtc(program);
            if (made > header && made > File.GetLastWriteTimeUtc(source))
                continue;
            string[] kind = isLibrary ? ["-shared", "-fPIC", "-Wl,--no-as-needed"] : [];
            string[] libraries = name == "rabbitmq" ? ["-lrabbitmq"] : ["-lrdkafka", "-lz"];
            string[] arguments =
                [.. kind, "-O2", "-Wall", "-Wextra", "-std=gnu11", "-o", program, source, .. libraries];
            ClientResult result = await ClientProgram.RunAsync("gcc", arguments);
            Assert.True(result.ExitCode == 0, $"{source} does not compile:\n{result.Errors}");
        }
    }
}
