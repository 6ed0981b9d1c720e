using Weir.AmqpGenerator;

var repository = Repository.Find(Environment.CurrentDirectory);
try
{
    var files = Generator.Generate(NotationParser.Parse(File.ReadAllLines(repository.Notation)));
    Directory.CreateDirectory(repository.Generated);
    foreach (var path in Directory.GetFiles(repository.Generated, "*.cs"))
        if (!files.ContainsKey(Path.GetFileName(path))) File.Delete(path);
    foreach (var (name, text) in files) File.WriteAllText(Path.Combine(repository.Generated, name), text);
    Console.WriteLine($"{files.Count} files in {repository.Generated}");
    return 0;
}
catch (NotationException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
