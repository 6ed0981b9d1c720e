namespace Weir.Broker.Routing;

/// <summary>
/// Where a walk through a topic trie is: the nodes reached by the words so far, those left for the next word, and the
/// <c>#</c> nodes reached at any time, which stay reached. Reused, so a walk allocates nothing once it has grown.
/// </summary>
internal sealed class TopicWalk
{
    private readonly List<TopicNode> _anyWords = [];
    private List<TopicNode> _reached = [];
    private List<TopicNode> _left = [];

    // Per # node, the last walk that entered it: no clearing between walks.
    private long[] _enteredBy = [];
    private long _walk;

    public List<TopicNode> Reached => _reached;

    public List<TopicNode> Left => _left;

    public int AnyWordsCount => _anyWords.Count;

    public TopicNode AnyWordsAt(int index) => _anyWords[index];

    public void Begin(int anyWordsNodes)
    {
        _walk++;
        _reached.Clear();
        _anyWords.Clear();
        if (_enteredBy.Length < anyWordsNodes) Array.Resize(ref _enteredBy, anyWordsNodes * 2);
    }

    public void NextWord()
    {
        (_left, _reached) = (_reached, _left);
        _reached.Clear();
    }

    public void Reach(TopicNode node) => _reached.Add(node);

    /// <summary>False if this walk was there before.</summary>
    public bool TryEnter(TopicNode anyWords)
    {
        // A node that was added since the walk began.
        if (anyWords.Number >= _enteredBy.Length) Array.Resize(ref _enteredBy, anyWords.Number * 2 + 1);
        if (_enteredBy[anyWords.Number] == _walk) return false;
        _enteredBy[anyWords.Number] = _walk;
        return true;
    }

    public void AddAnyWords(TopicNode node) => _anyWords.Add(node);
}
