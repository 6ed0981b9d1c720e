using System.Text;
using Weir.Broker.Routing;
using Weir.Broker.Topics;

namespace Weir.Broker.Tests.Routing;

/// <summary>
/// Queues that exist by name only. Those whose name begins with "transient" do not outlive a restart.
/// </summary>
internal sealed class NamedQueues : IQueueLookup
{
    private readonly Dictionary<string, Topic> _topics = [];
    private readonly Dictionary<string, Topic>.AlternateLookup<ReadOnlySpan<char>> _byText;

    public NamedQueues() => _byText = _topics.GetAlternateLookup<ReadOnlySpan<char>>();

    public Topic this[string name] => _topics[name];

    public Topic Add(string name)
    {
        Assert.True(TopicSettings.TryCreate(
            new Dictionary<string, string>(), TopicDefaults.Standard, out TopicSettings? settings, out _));
        var record = new TopicRecord("/", name, Guid.NewGuid(), TopicKind.Queue, [], new Dictionary<string, string>());
        return _topics[name] = new Topic(record, 1, settings);
    }

    public void Remove(string name)
    {
        _topics[name].IsDeleted = true;
        _topics.Remove(name);
    }

    public Topic? Find(string ns, ReadOnlySpan<byte> nameUtf8)
    {
        Span<char> text = stackalloc char[256];
        return _byText.TryGetValue(text[..Encoding.UTF8.GetChars(nameUtf8, text)], out Topic? topic) ? topic : null;
    }

    public bool IsDurable(Topic topic) => !topic.Name.StartsWith("transient", StringComparison.Ordinal);
}
