namespace Weir.AmqpGenerator;

/// <summary>Where things lie, seen from any directory inside the repository.</summary>
public sealed class Repository
{
    private readonly string _root;

    private Repository(string root) => _root = root;

    public string Notation => Path.Combine(_root, "eng", "amqp", "methods.amqp");

    public string Generated => Path.Combine(_root, "src", "Weir.Amqp", "Wire", "Generated");

    public static Repository Find(string start)
    {
        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Weir.slnx"))) return new Repository(at.FullName);
        throw new DirectoryNotFoundException($"no directory above {start} holds Weir.slnx");
    }
}
