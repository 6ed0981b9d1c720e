using Weir.KafkaGenerator.Schema;

namespace Weir.KafkaGenerator.CSharp;

/// <summary>One message, one file, one class; its structs are nested classes.</summary>
internal static class MessageEmitter
{
    public static string Emit(Message message, string? responseName, string apiName)
    {
        var code = new CodeWriter();
        GeneratedFile.Begin(code);
        var contract = message.Role switch
        {
            MessageRole.Request => $"IKafkaRequest<{message.Name}, {responseName}>",
            _ => $"IKafkaMessage<{message.Name}>",
        };
        code.Open($"public sealed class {message.Name} : {contract}");
        Constants(code, message);
        if (message.Role == MessageRole.Request)
        {
            code.Line($"static ApiKey {contract}.ApiKey => ApiKey.{apiName};");
            code.Line();
        }

        Members(code, message, message.Body, isNested: false);
        foreach (var value in message.Structs)
        {
            code.Line();
            code.Open($"public sealed class {value.Name}");
            Members(code, message, value, isNested: true);
            code.Close();
        }

        code.Close();
        return code.ToString();
    }

    private static void Constants(CodeWriter code, Message message)
    {
        if (message.Key is { } key) code.Line($"public const short Key = {CSharpField.Number(key)};");
        code.Line($"public const short MinVersion = {CSharpField.Number(message.Versions.First)};");
        code.Line($"public const short MaxVersion = {CSharpField.Number(message.Versions.Last)};");
        code.Line();
        var flexible = Versions.Flexible(message, message.Versions);
        if (flexible == "flexible") flexible = $"version >= {CSharpField.Number(message.FirstFlexible!.Value)}";
        code.Line($"public static bool IsFlexible(short version) => {flexible};");
        code.Line();
    }

    private static void Members(CodeWriter code, Message message, Struct value, bool isNested)
    {
        var emitter = new StructEmitter(code, message, value);
        emitter.Properties();
        const string outside = "if (version is < MinVersion or > MaxVersion)";
        var access = isNested ? "internal" : "public";
        var type = isNested ? $"{message.Name}.{value.Name}" : message.Name;
        code.Open($"{access} static {type} Read(ref KafkaReader reader, short version)");
        if (!isNested) code.Line($"{outside} throw KafkaReader.VersionUnknown(\"{type}\", version);");
        emitter.ReadBody(type);
        code.Close();
        code.Line();
        code.Open($"{access} void Write(KafkaWriter writer, short version)");
        if (!isNested) code.Line($"{outside} throw KafkaWriter.VersionUnknown(\"{type}\", version);");
        emitter.WriteBody();
        code.Close();
    }
}
