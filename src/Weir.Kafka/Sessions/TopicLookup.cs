using System.Text;
using Weir.Broker.Topics;

namespace Weir.Kafka.Sessions;

/// <summary>
/// Finds topics by the bytes of their names. The last few of a connection are remembered, so a producer's requests make
/// no strings. A deleted topic is looked up anew.
/// </summary>
internal sealed class TopicLookup(TopicRegistry topics, string ns)
{
    private const int Remembered = 8;

    private readonly (byte[] Name, Topic? Topic)[] _recent = new (byte[], Topic?)[Remembered];
    private int _next;

    public Topic? Find(ReadOnlySpan<byte> name)
    {
        foreach ((byte[] known, Topic? topic) in _recent)
            if (topic is not null && name.SequenceEqual(known) && !topic.IsDeleted) return topic;
        Topic? found = topics.Find(ns, Encoding.UTF8.GetString(name));
        if (found is null) return null;
        _recent[_next] = (name.ToArray(), found);
        _next = (_next + 1) % Remembered;
        return found;
    }

    public Topic? Find(Guid id) => topics.Find(id);
}
