namespace Weir.Amqp.Wire;

/// <summary>Walks an array's elements in place (specification 4.2.5.5); its length is not among them.</summary>
internal ref struct FieldArrayReader(ReadOnlySpan<byte> elements)
{
    private ReadOnlySpan<byte> _rest = elements;

    /// <summary>What stopped the walk; None at the regular end.</summary>
    public WireError Error { get; private set; }

    public bool TryRead(out FieldView value)
    {
        if (_rest.IsEmpty || Error != WireError.None)
        {
            value = default;
            return false;
        }

        Error = FieldLayout.TakeValue(ref _rest, out value);
        return Error == WireError.None;
    }
}
