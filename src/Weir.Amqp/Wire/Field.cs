using System.Text;

namespace Weir.Amqp.Wire;

/// <summary>A named value of a <see cref="FieldTable"/>. The name is the octets that came, UTF-8 by custom.</summary>
internal readonly struct Field(ReadOnlyMemory<byte> name, FieldValue value)
{
    public ReadOnlyMemory<byte> Name { get; } = name;

    public FieldValue Value { get; } = value;

    /// <summary>The name for people: octets that are no UTF-8 show as replacement characters.</summary>
    public string NameText => Encoding.UTF8.GetString(Name.Span);
}
