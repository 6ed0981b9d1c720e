namespace Weir.KafkaGenerator.CSharp;

/// <summary>What stands at the top of every file the generator writes.</summary>
internal static class GeneratedFile
{
    public static void Begin(CodeWriter code)
    {
        code.Line("// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate");
        code.Line("#nullable enable");
        code.Line();
        code.Line("namespace Weir.Kafka.Wire;");
        code.Line();
    }
}
