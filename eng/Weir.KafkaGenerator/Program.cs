using Weir.KafkaGenerator;
using Weir.KafkaGenerator.Schema;

var repository = Repository.Find(Environment.CurrentDirectory);
try
{
    var catalogue = Catalogue.Load(repository.Schemas);
    var broken = ReleasedLayouts.Check(catalogue, File.ReadAllLines(repository.Released));
    foreach (var problem in broken) Console.Error.WriteLine(problem);
    if (broken.Count > 0) return 1;
    switch (args)
    {
        case ["generate"]:
            Write(Generator.Generate(catalogue));
            return 0;
        case ["release"]:
            File.WriteAllLines(repository.Released, ReleasedLayouts.Describe(catalogue));
            return 0;
        default:
            Console.Error.WriteLine("usage: generate | release");
            return 2;
    }
}
catch (SchemaException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}

void Write(SortedDictionary<string, string> files)
{
    Directory.CreateDirectory(repository.Generated);
    foreach (var path in Directory.GetFiles(repository.Generated, "*.cs"))
        if (!files.ContainsKey(Path.GetFileName(path))) File.Delete(path);
    foreach (var (name, text) in files) File.WriteAllText(Path.Combine(repository.Generated, name), text);
    Console.WriteLine($"{files.Count} files in {repository.Generated}");
}
