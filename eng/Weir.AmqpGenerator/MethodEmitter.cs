namespace Weir.AmqpGenerator;

/// <summary>
/// Writes one method: a ref struct view that reads its arguments in place, and a writer of its whole frame.
/// Neighbouring bits share one octet, the first of them lowest (specification 4.2.5.2).
/// </summary>
internal static class MethodEmitter
{
    private const int ColumnsMax = 120;

    public static string Emit(MethodDefinition method)
    {
        var code = new CodeWriter("System.Buffers");
        code.Line($"/// <summary>{method.WireName}</summary>");
        code.Open($"internal readonly ref struct {method.Name}");
        code.Line($"public const MethodId Id = MethodId.{method.Name};");
        code.Line();
        foreach (var field in Named(method))
        {
            code.Line($"public {field.CSharpType} {field.PropertyName} {{ get; private init; }}");
            code.Line();
        }

        EmitRead(code, method);
        code.Line();
        EmitWrite(code, method);
        code.Close();
        return code.ToString();
    }

    private static void EmitRead(CodeWriter code, MethodDefinition method)
    {
        code.Open($"public static bool TryRead(ReadOnlySpan<byte> octets, out {method.Name} method)");
        code.Line("var reader = new ArgumentReader(octets);");
        foreach (var octet in Octets(method))
        {
            if (octet[0].Kind == FieldKind.Bit)
                code.Line($"{Declare(octet, BitsName)}reader.ReadU8();");
            else
                code.Line($"{Declare(octet, fields => fields[0].ParameterName)}reader.{Read(octet[0].Kind)}();");
        }

        code.Open("if (!reader.IsComplete)");
        code.Line("method = default;");
        code.Line("return false;");
        code.Close();
        code.Line();
        code.Open($"method = new {method.Name}");
        foreach (var octet in Octets(method))
        {
            for (var bit = 0; bit < octet.Count; bit++)
            {
                var field = octet[bit];
                if (field.IsReserved) continue;
                var isBit = field.Kind == FieldKind.Bit;
                var value = isBit ? $"({BitsName(octet)} & {1 << bit}) != 0" : field.ParameterName;
                code.Line($"{field.PropertyName} = {value},");
            }
        }

        code.Close(";");
        code.Line("return true;");
        code.Close();
    }

    private static void EmitWrite(CodeWriter code, MethodDefinition method)
    {
        var parameters = string.Concat(Named(method).Select(field => $", {field.CSharpType} {field.ParameterName}"));
        var head = $"public static void Write(IBufferWriter<byte> output, ushort channel{parameters})";
        if (head.Length + 4 > ColumnsMax)
            head = head.Replace("(IBuffer", "(\n        IBuffer", StringComparison.Ordinal);
        code.Open(head);
        var size = Octets(method).Sum(octet => octet[0].Kind == FieldKind.Bit ? 1 : octet[0].FixedBytes);
        var variable = string.Concat(Named(method).Where(field => field.HasContent)
            .Select(field => $" + {field.ParameterName}.Length"));
        code.Line($"var writer = new MethodFrameWriter(output, channel, Id, {size}{variable});");
        foreach (var octet in Octets(method))
        {
            if (octet[0].Kind == FieldKind.Bit) code.Line($"writer.WriteU8({Pack(octet)});");
            else code.Line(octet[0].IsReserved ? WriteReserved(octet[0].Kind) : Write(octet[0]));
        }

        code.Line("writer.Complete();");
        code.Close();
    }

    private static IEnumerable<MethodField> Named(MethodDefinition method) =>
        method.Fields.Where(field => !field.IsReserved);

    /// <summary>The fields in order, neighbouring bits together, every other field alone.</summary>
    private static List<List<MethodField>> Octets(MethodDefinition method)
    {
        var octets = new List<List<MethodField>>();
        foreach (var field in method.Fields)
        {
            var follows = octets is [.., [{ Kind: FieldKind.Bit }, ..]] && octets[^1].Count < 8;
            if (follows && field.Kind == FieldKind.Bit) octets[^1].Add(field);
            else octets.Add([field]);
        }

        return octets;
    }

    private static string BitsName(List<MethodField> octet) =>
        octet.First(bit => !bit.IsReserved).ParameterName.TrimStart('@') + "Bits";

    private static string Declare(List<MethodField> octet, Func<List<MethodField>, string> name) =>
        octet.All(field => field.IsReserved) ? "" : $"var {name(octet)} = ";

    private static string Pack(List<MethodField> octet)
    {
        var terms = new List<string>();
        for (var bit = 0; bit < octet.Count; bit++)
            if (!octet[bit].IsReserved) terms.Add($"({octet[bit].ParameterName} ? {1 << bit} : 0)");
        if (terms.Count < 2) return terms.Count == 0 ? "0" : $"(byte){terms[0]}";
        return $"(byte)({string.Join(" | ", terms)})";
    }

    private static string Read(FieldKind kind) => kind switch
    {
        FieldKind.Str => "ReadShortString",
        FieldKind.Long or FieldKind.Table => "ReadLongString",
        _ => $"Read{kind}",
    };

    private static string Write(MethodField field) => field.Kind switch
    {
        FieldKind.Str => $"writer.WriteShortString({field.ParameterName});",
        FieldKind.Long or FieldKind.Table => $"writer.WriteLongString({field.ParameterName});",
        _ => $"writer.Write{field.Kind}({field.ParameterName});",
    };

    private static string WriteReserved(FieldKind kind) => kind switch
    {
        FieldKind.Str => "writer.WriteU8(0);",
        FieldKind.Long or FieldKind.Table => "writer.WriteU32(0);",
        _ => $"writer.Write{kind}(0);",
    };
}
