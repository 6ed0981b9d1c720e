namespace Weir.AmqpGenerator;

/// <summary>Writes what is known of all methods: their numbers, names, senders and whether content follows.</summary>
internal static class CatalogueEmitter
{
    public static string EmitIds(IReadOnlyList<MethodDefinition> methods)
    {
        var code = new CodeWriter();
        code.Line("/// <summary>The class number in the upper half, the method's in the lower.</summary>");
        code.Open("internal enum MethodId : uint");
        code.Line("None = 0,");
        foreach (var method in methods) code.Line($"{method.Name} = ({method.ClassId}u << 16) | {method.MethodId},");
        code.Close();
        return code.ToString();
    }

    public static string EmitCatalog(IReadOnlyList<MethodDefinition> methods)
    {
        var code = new CodeWriter();
        code.Line("/// <summary>What is known of every method before its arguments are read.</summary>");
        code.Open("internal static class MethodCatalog");
        code.Line("public static ReadOnlySpan<MethodId> All =>");
        code.Line("[");
        foreach (var method in methods) code.Line($"    MethodId.{method.Name},");
        code.Line("];");
        code.Line();
        EmitTest(code, "HasContent", methods.Where(method => method.HasContent));
        EmitTest(code, "IsSentByClient", methods.Where(method => method.Sender != "server"));
        EmitTest(code, "IsSentByServer", methods.Where(method => method.Sender != "client"));
        code.Line("/// <summary>The specification's name, as basic.get-ok; empty for an unknown method.</summary>");
        code.Open("public static string Name(MethodId id) => id switch");
        foreach (var method in methods) code.Line($"MethodId.{method.Name} => \"{method.WireName}\",");
        code.Line("_ => \"\",");
        code.Close(";");
        code.Close();
        return code.ToString();
    }

    private static void EmitTest(CodeWriter code, string name, IEnumerable<MethodDefinition> methods)
    {
        code.Open($"public static bool {name}(MethodId id) => id switch");
        foreach (var method in methods) code.Line($"MethodId.{method.Name} => true,");
        code.Line("_ => false,");
        code.Close(";");
        code.Line();
    }
}
