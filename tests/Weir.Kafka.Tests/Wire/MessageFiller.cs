using System.Collections;
using System.Reflection;
using Weir.Kafka.Wire;
using Weir.KafkaGenerator.Schema;

namespace Weir.Kafka.Tests.Wire;

/// <summary>
/// Fills a message's object with random values, but only the fields that one version carries: what is left keeps its
/// default, so that a message read back must equal the one written.
/// </summary>
internal sealed class MessageFiller(Message message, int version, Random random)
{
    public object Fill(object target)
    {
        FillStruct(target, message.Body);
        return target;
    }

    public static PropertyInfo Property(Type type, Field field) =>
        type.GetProperty(field.Name) ?? throw new InvalidOperationException($"{type}.{field.Name} is missing");

    private void FillStruct(object target, Struct value)
    {
        foreach (var field in value.Fields)
        {
            if (!field.Versions.Contains(version)) continue;
            var property = Property(target.GetType(), field);
            property.SetValue(target, ValueOf(field, property.PropertyType));
        }
    }

    private object? ValueOf(Field field, Type type)
    {
        if ((field.IsNullableAt(version) || field.IsTaggedStruct) && random.Next(4) == 0) return null;
        if (!field.IsArray) return One(field, Nullable.GetUnderlyingType(type) ?? type);
        var list = (IList)Activator.CreateInstance(type)!;
        for (var left = random.Next(4); left > 0; left--) list.Add(One(field, type.GetGenericArguments()[0]));
        return list;
    }

    private object One(Field field, Type type) => field.Kind switch
    {
        FieldKind.Bool => random.Next(2) == 0,
        FieldKind.Int8 => (sbyte)random.Next(),
        FieldKind.Int16 => (short)random.Next(),
        FieldKind.Int32 => random.Next(int.MinValue, int.MaxValue),
        FieldKind.Int64 => random.NextInt64(long.MinValue, long.MaxValue),
        FieldKind.UInt16 => (ushort)random.Next(),
        FieldKind.Float64 => random.NextDouble() * 1e9,
        FieldKind.Uuid => new Guid(Bytes(16)),
        FieldKind.Error => (KafkaError)(short)random.Next(-1, 120),
        FieldKind.String => Text(),
        FieldKind.Bytes => Bytes(random.Next(200)),
        FieldKind.Records => new ReadOnlyMemory<byte>(Bytes(random.Next(300))),
        _ => NewStruct(field, type),
    };

    private object NewStruct(Field field, Type type)
    {
        var created = Activator.CreateInstance(type)!;
        FillStruct(created, message.Find(field.StructName));
        return created;
    }

    // Now and then longer than 127 bytes, where compact lengths take a second byte, and not only ASCII.
    private string Text() => random.Next(8) switch
    {
        0 => "",
        1 => new string('ü', random.Next(60, 200)),
        _ => $"text-{random.Next(100_000)}",
    };

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
