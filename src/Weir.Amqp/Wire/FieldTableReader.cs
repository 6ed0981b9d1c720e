namespace Weir.Amqp.Wire;

/// <summary>
/// Walks a table's entries in place (specification 4.2.5.5); the four octets of its length are not among them. Inner
/// tables are entered by the caller only, or all checked at once by <see cref="Validate"/>.
/// </summary>
internal ref struct FieldTableReader(ReadOnlySpan<byte> entries)
{
    private ReadOnlySpan<byte> _rest = entries;

    /// <summary>What stopped the walk; None at the regular end.</summary>
    public WireError Error { get; private set; }

    /// <summary>The entries not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public bool TryRead(out ReadOnlySpan<byte> name, out FieldView value)
    {
        if (_rest.IsEmpty || Error != WireError.None)
        {
            name = default;
            value = default;
            return false;
        }

        Error = FieldLayout.TakeEntry(ref _rest, out name, out value);
        return Error == WireError.None;
    }

    /// <summary>The first entry of the name. False also when a malformed entry stands before it.</summary>
    public static bool TryFind(ReadOnlySpan<byte> entries, scoped ReadOnlySpan<byte> name, out FieldView value)
    {
        var reader = new FieldTableReader(entries);
        while (reader.TryRead(out var found, out value))
            if (found.SequenceEqual(name)) return true;
        value = default;
        return false;
    }

    /// <summary>Whether every entry down to the innermost table is well formed and within the bounds.</summary>
    public static WireError Validate(ReadOnlySpan<byte> entries)
    {
        var values = 0;
        return ValidateTable(entries, 1, ref values);
    }

    private static WireError ValidateTable(ReadOnlySpan<byte> entries, int depth, ref int values)
    {
        while (!entries.IsEmpty)
        {
            var error = FieldLayout.TakeEntry(ref entries, out _, out var value);
            if (error == WireError.None) error = ValidateValue(value, depth, ref values);
            if (error != WireError.None) return error;
        }

        return WireError.None;
    }

    private static WireError ValidateArray(ReadOnlySpan<byte> elements, int depth, ref int values)
    {
        while (!elements.IsEmpty)
        {
            var error = FieldLayout.TakeValue(ref elements, out var value);
            if (error == WireError.None) error = ValidateValue(value, depth, ref values);
            if (error != WireError.None) return error;
        }

        return WireError.None;
    }

    private static WireError ValidateValue(FieldView value, int depth, ref int values)
    {
        if (++values > FieldLayout.ValuesMax) return WireError.TableTooLarge;
        if (value.Type is not (FieldType.Table or FieldType.Array)) return WireError.None;
        if (depth == FieldLayout.DepthMax) return WireError.TableTooDeep;
        return value.Type == FieldType.Table
            ? ValidateTable(value.Payload, depth + 1, ref values)
            : ValidateArray(value.Payload, depth + 1, ref values);
    }
}
