namespace Weir.Broker.Routing;

/// <summary>
/// A node of the trie of topic patterns: the words from the root to it are a pattern, and its targets are those bound
/// by just that pattern.
/// </summary>
internal sealed class TopicNode(byte[] word, TopicNode? parent, int number) : KeyedEntry(word)
{
    private TopicNode? _oneWord;
    private TopicNode? _anyWords;
    private KeyTable<TopicNode>? _words;

    /// <summary>For a <c>#</c> node, its number among those of the trie: small, unique and used again. Else -1.</summary>
    public int Number { get; } = number;

    public TopicNode? Parent { get; } = parent;

    public TargetSet Targets { get; } = new();

    /// <summary>The child for any one word.</summary>
    public TopicNode? OneWord
    {
        get => Volatile.Read(ref _oneWord);
        set => Volatile.Write(ref _oneWord, value);
    }

    /// <summary>The child for any words, or none.</summary>
    public TopicNode? AnyWords
    {
        get => Volatile.Read(ref _anyWords);
        set => Volatile.Write(ref _anyWords, value);
    }

    /// <summary>Children for a word as it is; null while there never was one.</summary>
    public KeyTable<TopicNode>? Words
    {
        get => Volatile.Read(ref _words);
        set => Volatile.Write(ref _words, value);
    }

    public bool HasChildren => _oneWord is not null || _anyWords is not null || _words is { Count: > 0 };

    public bool IsVacant => Targets.IsEmpty && !HasChildren;
}
