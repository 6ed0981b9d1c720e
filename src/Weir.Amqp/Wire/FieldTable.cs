using System.Collections;

namespace Weir.Amqp.Wire;

/// <summary>
/// A field table kept beyond the bytes it came from: queue and exchange arguments, client properties. Ordered as it
/// came; a name that comes twice is kept twice and found the first time, as RabbitMQ does. Immutable.
/// </summary>
internal sealed class FieldTable(params ReadOnlySpan<Field> fields) : IReadOnlyList<Field>, IEquatable<FieldTable>
{
    private readonly Field[] _fields = fields.ToArray();

    public static FieldTable Empty { get; } = new();

    public int Count => _fields.Length;

    public Field this[int index] => _fields[index];

    /// <summary>Reads a table's entries; they are validated first, so that hostile ones allocate nothing.</summary>
    public static WireError TryRead(ReadOnlySpan<byte> entries, out FieldTable table)
    {
        var error = FieldTableReader.Validate(entries);
        table = error != WireError.None || entries.IsEmpty ? Empty : ReadValidated(entries);
        return error;
    }

    public bool TryGet(ReadOnlySpan<byte> name, out FieldValue value)
    {
        foreach (var field in _fields)
        {
            if (!field.Name.Span.SequenceEqual(name)) continue;
            value = field.Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Same fields with exactly the same values in the same order.</summary>
    public bool Equals(FieldTable? other)
    {
        if (other is null || Count != other.Count) return false;
        for (var i = 0; i < Count; i++)
        {
            if (!_fields[i].Name.Span.SequenceEqual(other._fields[i].Name.Span)) return false;
            if (!_fields[i].Value.Equals(other._fields[i].Value)) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as FieldTable);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var field in _fields)
        {
            hash.AddBytes(field.Name.Span);
            hash.Add(field.Value);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<Field> GetEnumerator() => ((IEnumerable<Field>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static FieldTable ReadValidated(ReadOnlySpan<byte> entries)
    {
        var fields = new List<Field>();
        var reader = new FieldTableReader(entries);
        while (reader.TryRead(out var name, out var value)) fields.Add(new(name.ToArray(), Materialise(value)));
        return new([.. fields]);
    }

    private static FieldValue Materialise(FieldView view)
    {
        if (view.Type == FieldType.Table) return FieldValue.FromTable(ReadValidated(view.Payload));
        if (view.Type != FieldType.Array) return FieldValue.FromScalar(view);
        var values = new List<FieldValue>();
        var reader = view.AsArray();
        while (reader.TryRead(out var element)) values.Add(Materialise(element));
        return FieldValue.FromArray([.. values]);
    }
}
