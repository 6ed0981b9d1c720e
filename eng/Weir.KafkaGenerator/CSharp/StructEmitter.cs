using Weir.KafkaGenerator.Schema;

namespace Weir.KafkaGenerator.CSharp;

/// <summary>The members of one class: properties, Read and Write. Structs nest inside their message's class.</summary>
internal sealed class StructEmitter(CodeWriter code, Message message, Struct value)
{
    private readonly string _flexible = Versions.Flexible(message, value.Versions);

    public void Properties()
    {
        foreach (var field in value.Fields)
        {
            var shape = new CSharpField(message, field);
            code.Line($"public {shape.Type} {field.Name} {{ get; set; }}{shape.Initializer}");
            code.Line();
        }
    }

    public void ReadBody(string type)
    {
        code.Line($"var value = new {type}();");
        FlexibleLocal();
        foreach (var field in value.Fields)
        {
            if (field.Tag is not null) continue;
            code.When(Versions.Condition(field.Versions, value.Versions), () => ReadField(field));
        }

        if (_flexible != "false") code.When(_flexible == "true" ? "" : "flexible", ReadTags);
        code.Line("return value;");
    }

    public void WriteBody()
    {
        FlexibleLocal();
        foreach (var field in value.Fields)
        {
            var condition = Versions.Condition(field.Versions, value.Versions);
            if (field.Tag is null) code.When(condition, () => WriteField(field));
            if (condition.Length > 0 && !field.Droppable) RefuseLoss(field, condition);
        }

        if (_flexible != "false") code.When(_flexible == "true" ? "" : "flexible", WriteTags);
    }

    private void FlexibleLocal()
    {
        if (_flexible != "flexible") return;
        code.Line($"var flexible = version >= {CSharpField.Number(message.FirstFlexible!.Value)};");
    }

    private void ReadField(Field field)
    {
        var shape = new CSharpField(message, field);
        if (!field.IsArray)
        {
            code.Line($"value.{field.Name} = {shape.ReadOne(_flexible)};");
            return;
        }

        var arguments = $"{_flexible}, {CSharpField.Number(ElementBytesMin(field))}";
        var plain = $"reader.ReadArrayCount({arguments})";
        var count = plain;
        if (field.Nullable is { } nullable)
        {
            var condition = Versions.Condition(nullable, field.Versions);
            var orNull = $"reader.ReadNullableArrayCount({arguments})";
            count = condition.Length == 0 ? orNull : $"{condition} ? {orNull} : {plain}";
        }

        var name = $"count{field.Name}";
        code.Line($"var {name} = {count};");
        code.Line(field.Nullable is null
            ? $"value.{field.Name} = new List<{shape.ElementType}>({name});"
            : $"value.{field.Name} = {name} < 0 ? null : new List<{shape.ElementType}>({name});");
        var access = field.Nullable is null ? $"value.{field.Name}" : $"value.{field.Name}!";
        code.Line($"for (var i = 0; i < {name}; i++) {access}.Add({shape.ReadOne(_flexible)});");
    }

    private int ElementBytesMin(Field field)
    {
        if (field.Kind == FieldKind.Struct) return message.BytesMin(message.Find(field.StructName));
        if (field.Kind is FieldKind.String or FieldKind.Bytes or FieldKind.Records) return _flexible == "false" ? 2 : 1;
        return FieldKinds.FixedBytes(field.Kind);
    }

    private void ReadTags()
    {
        if (!value.Fields.Exists(field => field.Tag is not null))
        {
            code.Line("reader.SkipTags();");
            return;
        }

        code.Line("var tags = reader.ReadTagCount();");
        code.Open("for (; tags > 0; tags--)");
        code.Line("var tag = reader.ReadTag(out var end);");
        code.Open("switch (tag)");
        foreach (var field in value.Fields)
        {
            if (field.Tag is not { } tag) continue;
            var condition = Versions.Condition(field.Versions, value.Versions);
            code.Open($"case {CSharpField.Number(tag)}{(condition.Length > 0 ? $" when {condition}" : "")}:");
            ReadField(field);
            code.Line("break;");
            code.Close();
        }

        code.Open("default:");
        code.Line("reader.SkipTo(end);");
        code.Line("break;");
        code.Close();
        code.Close();
        code.Line("reader.EndTag(end);");
        code.Close();
    }

    private void WriteField(Field field)
    {
        var shape = new CSharpField(message, field);
        if (field.IsArray) WriteArray(field, shape);
        else if (field is { Kind: FieldKind.Struct, Nullable: not null })
        {
            code.Line($"writer.WritePresence({field.Name} is not null);");
            code.Line($"{field.Name}?.Write(writer, version);");
        }
        else if (field.Nullable is { } nullable)
        {
            var condition = Versions.Condition(nullable, field.Versions);
            if (condition.Length > 0)
            {
                code.Line($"if (!({condition}) && {field.Name} is null) "
                    + $"throw KafkaWriter.NullNotAllowed(\"{PathOf(field)}\", version);");
            }

            code.Line($"writer.WriteNullable{shape.MethodName}({field.Name}, {_flexible});");
        }
        else code.Line(shape.WriteOne(field.Name, _flexible));
    }

    private void WriteArray(Field field, CSharpField shape)
    {
        if (field.Nullable is not { } nullable)
        {
            code.Line($"writer.WriteArrayCount({field.Name}.Count, {_flexible});");
            code.Line($"foreach (var item in {field.Name}) {shape.WriteOne("item", _flexible)}");
            return;
        }

        var condition = Versions.Condition(nullable, field.Versions);
        code.Open($"if ({field.Name} is null)");
        if (condition.Length > 0)
        {
            code.Line($"if (!({condition})) throw KafkaWriter.NullNotAllowed(\"{PathOf(field)}\", version);");
        }

        code.Line($"writer.WriteArrayCount(-1, {_flexible});");
        code.Close();
        code.Open("else");
        code.Line($"writer.WriteArrayCount({field.Name}.Count, {_flexible});");
        code.Line($"foreach (var item in {field.Name}) {shape.WriteOne("item", _flexible)}");
        code.Close();
    }

    private void RefuseLoss(Field field, string condition)
    {
        var set = new CSharpField(message, field).IsSet;
        code.Line($"if (!({condition}) && {set}) throw KafkaWriter.FieldLost(\"{PathOf(field)}\", version);");
    }

    private void WriteTags()
    {
        var tagged = value.Fields.FindAll(field => field.Tag is not null);
        if (tagged.Count == 0)
        {
            code.Line("writer.WriteVarUInt32(0);");
            return;
        }

        tagged.Sort((left, right) => left.Tag!.Value.CompareTo(right.Tag!.Value));
        code.Line("var tags = 0u;");
        foreach (var field in tagged) code.Line($"if ({Carries(field)}) tags++;");
        code.Line("writer.WriteVarUInt32(tags);");
        foreach (var field in tagged)
        {
            code.Open($"if ({Carries(field)})");
            code.Line($"var start = writer.BeginTag({CSharpField.Number(field.Tag!.Value)});");
            if (field.IsTaggedStruct) code.Line($"{field.Name}.Write(writer, version);");
            else WriteField(field);
            code.Line("writer.EndTag(start);");
            code.Close();
        }
    }

    private string Carries(Field field)
    {
        var set = new CSharpField(message, field).IsSet;
        var condition = Versions.Condition(field.Versions, value.Versions);
        return condition.Length == 0 ? set : $"{condition} && {set}";
    }

    private string PathOf(Field field) =>
        value == message.Body ? $"{message.Name}.{field.Name}" : $"{message.Name}.{value.Name}.{field.Name}";
}
