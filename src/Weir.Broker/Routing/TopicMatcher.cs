namespace Weir.Broker.Routing;

/// <summary>
/// A trie of patterns, walked one word of the key at a time with the set of nodes that the words so far lead to. Each
/// node is in the set at most once, so the work is bounded by nodes times words whatever the patterns: following every
/// path would take time exponential in the <c>#</c> of one pattern.
/// As in RabbitMQ, words lie between dots and may be empty, the empty key has no words, <c>*</c> is one word and
/// <c>#</c> any number of them.
/// </summary>
internal sealed class TopicMatcher : Matcher
{
    private const byte Dot = (byte)'.';

    private readonly TopicNode _root = new([], null, -1);
    private readonly Stack<int> _freeNumbers = [];
    private int _numbers;

    public override void Add(Binding binding)
    {
        TopicNode node = _root;
        foreach (byte[] word in WordsOf(binding.RoutingKey.Span)) node = ChildOf(node, word) ?? AddChild(node, word);
        node.Targets.Add(binding);
    }

    public override void Remove(Binding binding)
    {
        TopicNode node = _root;
        foreach (byte[] word in WordsOf(binding.RoutingKey.Span)) node = ChildOf(node, word)!;
        node.Targets.Remove(binding);
        while (node.IsVacant && node.Parent is { } parent)
        {
            RemoveChild(parent, node);
            node = parent;
        }
    }

    public void Match(ReadOnlySpan<byte> key, RouteScratch scratch)
    {
        TopicWalk walk = scratch.Walk;
        walk.Begin(Volatile.Read(ref _numbers));
        Reach(_root, walk, scratch);
        while (!key.IsEmpty)
        {
            int dot = key.IndexOf(Dot);
            Step(dot < 0 ? key : key[..dot], walk, scratch);
            if (dot < 0) break;
            key = key[(dot + 1)..];
            // A dot at the end has an empty word behind it.
            if (key.IsEmpty) Step(key, walk, scratch);
        }

        foreach (TopicNode node in walk.Reached) scratch.Take(node.Targets.View);
    }

    /// <summary>Goes on by one word from everywhere that the words before led to.</summary>
    private static void Step(ReadOnlySpan<byte> word, TopicWalk walk, RouteScratch scratch)
    {
        ulong hash = KeyHash.Of(word);
        // Those reached below begin after this word.
        int anyWords = walk.AnyWordsCount;
        walk.NextWord();
        foreach (TopicNode node in walk.Left) StepFrom(node, word, hash, walk, scratch);
        for (int i = 0; i < anyWords; i++) StepFrom(walk.AnyWordsAt(i), word, hash, walk, scratch);
    }

    private static void StepFrom(
        TopicNode node, ReadOnlySpan<byte> word, ulong hash, TopicWalk walk, RouteScratch scratch)
    {
        if (node.Words?.Find(word, hash) is { } same) Reach(same, walk, scratch);
        if (node.OneWord is { } one) Reach(one, walk, scratch);
    }

    private static void Reach(TopicNode node, TopicWalk walk, RouteScratch scratch)
    {
        walk.Reach(node);
        if (node.AnyWords is not { } any || !walk.TryEnter(any)) return;
        // Once reached it matches whatever follows; its children may begin at any word from here on.
        scratch.Take(any.Targets.View);
        if (any.HasChildren) walk.AddAnyWords(any);
    }

    /// <summary>The words of a pattern; neighbouring <c>#</c> mean what one means.</summary>
    private static List<byte[]> WordsOf(ReadOnlySpan<byte> pattern)
    {
        var words = new List<byte[]>();
        if (pattern.IsEmpty) return words;
        foreach (Range range in pattern.Split(Dot))
        {
            ReadOnlySpan<byte> word = pattern[range];
            if (IsAnyWords(word) && words.Count > 0 && IsAnyWords(words[^1])) continue;
            words.Add(word.ToArray());
        }

        return words;
    }

    private static bool IsAnyWords(ReadOnlySpan<byte> word) => word is [(byte)'#'];

    private static bool IsOneWord(ReadOnlySpan<byte> word) => word is [(byte)'*'];

    private static TopicNode? ChildOf(TopicNode node, byte[] word)
    {
        if (IsAnyWords(word)) return node.AnyWords;
        return IsOneWord(word) ? node.OneWord : node.Words?.Find(word);
    }

    private TopicNode AddChild(TopicNode parent, byte[] word)
    {
        if (IsAnyWords(word))
        {
            if (!_freeNumbers.TryPop(out int number))
            {
                number = _numbers;
                Volatile.Write(ref _numbers, number + 1);
            }

            return parent.AnyWords = new TopicNode(word, parent, number);
        }

        var child = new TopicNode(word, parent, -1);
        if (IsOneWord(word)) return parent.OneWord = child;
        (parent.Words ??= new KeyTable<TopicNode>()).Add(child);
        return child;
    }

    private void RemoveChild(TopicNode parent, TopicNode child)
    {
        if (ReferenceEquals(parent.AnyWords, child))
        {
            parent.AnyWords = null;
            _freeNumbers.Push(child.Number);
        }
        else if (ReferenceEquals(parent.OneWord, child))
        {
            parent.OneWord = null;
        }
        else
        {
            parent.Words!.Remove(child);
        }
    }
}
