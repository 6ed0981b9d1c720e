using System.Globalization;
using System.Text;

namespace Weir.Broker.Routing;

/// <summary>
/// One value of <see cref="Arguments"/>, in no protocol's types. Equality is by meaning: whole and fractional numbers
/// compare by value, text and bytes by their bytes, lists in order, tables in any order.
/// </summary>
public readonly struct ArgumentValue : IEquatable<ArgumentValue>
{
    private readonly long _bits;
    private readonly object? _content;

    private ArgumentValue(ArgumentKind kind, long bits, object? content)
    {
        Kind = kind;
        _bits = bits;
        _content = content;
    }

    public static ArgumentValue Null => default;

    public ArgumentKind Kind { get; }

    public bool IsNumber => Kind is ArgumentKind.Long or ArgumentKind.Double;

    public bool IsText => Kind is ArgumentKind.Text or ArgumentKind.Bytes;

    /// <summary>Of a Bool; false for other kinds.</summary>
    public bool AsBool => Kind == ArgumentKind.Bool && _bits != 0;

    /// <summary>Of a Long; 0 for other kinds.</summary>
    public long AsLong => Kind == ArgumentKind.Long ? _bits : 0;

    /// <summary>Of either number kind; 0 for other kinds.</summary>
    public double AsDouble => Kind switch
    {
        ArgumentKind.Double => BitConverter.Int64BitsToDouble(_bits),
        ArgumentKind.Long => _bits,
        _ => 0,
    };

    /// <summary>Of Text or Bytes; empty for other kinds.</summary>
    public ReadOnlyMemory<byte> AsBytes => _content as byte[];

    /// <summary>Of a List; empty for other kinds.</summary>
    public IReadOnlyList<ArgumentValue> AsList => _content as ArgumentValue[] ?? [];

    /// <summary>Of a Table; empty for other kinds.</summary>
    public Arguments AsTable => _content as Arguments ?? Arguments.Empty;

    public static bool operator ==(ArgumentValue left, ArgumentValue right) => left.Equals(right);

    public static bool operator !=(ArgumentValue left, ArgumentValue right) => !left.Equals(right);

    public static ArgumentValue Of(bool value) => new(ArgumentKind.Bool, value ? 1 : 0, null);

    public static ArgumentValue Of(long value) => new(ArgumentKind.Long, value, null);

    public static ArgumentValue Of(double value) =>
        new(ArgumentKind.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static ArgumentValue Of(string text) => new(ArgumentKind.Text, 0, Encoding.UTF8.GetBytes(text));

    public static ArgumentValue OfText(ReadOnlySpan<byte> utf8) => new(ArgumentKind.Text, 0, utf8.ToArray());

    public static ArgumentValue OfBytes(ReadOnlySpan<byte> bytes) => new(ArgumentKind.Bytes, 0, bytes.ToArray());

    public static ArgumentValue OfList(IEnumerable<ArgumentValue> values) => new(ArgumentKind.List, 0, values.ToArray());

    public static ArgumentValue OfTable(Arguments table) => new(ArgumentKind.Table, 0, table);

    /// <summary>Whether the whole number <paramref name="whole"/> and <paramref name="number"/> are the same number.</summary>
    internal static bool AreEqual(long whole, double number) =>
        // Doubles of 2^63 and more do not fit a long; the cast below would saturate and lie.
        number is >= -9223372036854775808.0 and < 9223372036854775808.0 && number == Math.Floor(number)
        && (long)number == whole;

    public bool Equals(ArgumentValue other)
    {
        if (IsNumber && other.IsNumber) return NumberEquals(other);
        if (IsText && other.IsText) return AsBytes.Span.SequenceEqual(other.AsBytes.Span);
        if (Kind != other.Kind) return false;
        return Kind switch
        {
            ArgumentKind.Bool => _bits == other._bits,
            ArgumentKind.List => AsList.SequenceEqual(other.AsList),
            ArgumentKind.Table => AsTable.Equals(other.AsTable),
            _ => true,
        };
    }

    public override bool Equals(object? obj) => obj is ArgumentValue other && Equals(other);

    public override int GetHashCode()
    {
        if (IsNumber) return AsDouble.GetHashCode();
        var hash = new HashCode();
        hash.Add(IsText ? ArgumentKind.Text : Kind);
        switch (Kind)
        {
            case ArgumentKind.Bool:
                hash.Add(_bits);
                break;
            case ArgumentKind.Text or ArgumentKind.Bytes:
                hash.AddBytes(AsBytes.Span);
                break;
            case ArgumentKind.List:
                foreach (ArgumentValue value in AsList) hash.Add(value);
                break;
            case ArgumentKind.Table:
                hash.Add(AsTable);
                break;
        }

        return hash.ToHashCode();
    }

    /// <summary>As shown to people.</summary>
    public override string ToString() => Kind switch
    {
        ArgumentKind.Null => "null",
        ArgumentKind.Bool => AsBool ? "true" : "false",
        ArgumentKind.Long => _bits.ToString(CultureInfo.InvariantCulture),
        ArgumentKind.Double => AsDouble.ToString(CultureInfo.InvariantCulture),
        ArgumentKind.Text => Encoding.UTF8.GetString(AsBytes.Span),
        ArgumentKind.Bytes => Convert.ToHexString(AsBytes.Span),
        ArgumentKind.List => $"[{string.Join(", ", AsList)}]",
        _ => AsTable.ToString(),
    };

    private bool NumberEquals(ArgumentValue other) => (Kind, other.Kind) switch
    {
        (ArgumentKind.Long, ArgumentKind.Long) => _bits == other._bits,
        (ArgumentKind.Long, _) => AreEqual(_bits, other.AsDouble),
        (_, ArgumentKind.Long) => AreEqual(other._bits, AsDouble),
        _ => AsDouble.Equals(other.AsDouble),
    };
}
