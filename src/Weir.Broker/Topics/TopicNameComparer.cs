using System.Text;

namespace Weir.Broker.Topics;

/// <summary>Compares topic names, also with names that are still UTF-8, without making strings of them.</summary>
internal sealed class TopicNameComparer
    : IEqualityComparer<(string Namespace, string Name)>,
        IAlternateEqualityComparer<TopicNameUtf8, (string Namespace, string Name)>
{
    public static readonly TopicNameComparer Instance = new();

    public bool Equals((string Namespace, string Name) x, (string Namespace, string Name) y) =>
        x.Name == y.Name && x.Namespace == y.Namespace;

    public int GetHashCode((string Namespace, string Name) obj) => Hash(obj.Namespace, obj.Name);

    public bool Equals(TopicNameUtf8 alternate, (string Namespace, string Name) other)
    {
        if (alternate.Namespace != other.Namespace || alternate.Name.Length > TopicRegistry.NameBytesMax) return false;
        Span<char> text = stackalloc char[TopicRegistry.NameBytesMax];
        return text[..Encoding.UTF8.GetChars(alternate.Name, text)].SequenceEqual(other.Name);
    }

    public int GetHashCode(TopicNameUtf8 alternate)
    {
        // No topic has a longer name.
        if (alternate.Name.Length > TopicRegistry.NameBytesMax) return 0;
        Span<char> text = stackalloc char[TopicRegistry.NameBytesMax];
        return Hash(alternate.Namespace, text[..Encoding.UTF8.GetChars(alternate.Name, text)]);
    }

    public (string Namespace, string Name) Create(TopicNameUtf8 alternate) =>
        (alternate.Namespace, Encoding.UTF8.GetString(alternate.Name));

    private static int Hash(string ns, ReadOnlySpan<char> name) =>
        HashCode.Combine(ns.GetHashCode(StringComparison.Ordinal), string.GetHashCode(name, StringComparison.Ordinal));
}
