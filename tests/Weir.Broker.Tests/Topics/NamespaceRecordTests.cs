using Weir.Broker.Namespaces;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage;

namespace Weir.Broker.Tests.Topics;

/// <summary>Stored forms: these keys and bytes are in data directories, and may never change.</summary>
public sealed class NamespaceRecordTests
{
    [Fact]
    public void A_namespace_is_stored_as_it_always_was()
    {
        Assert.Equal("namespace/a%2Fb", NamespaceRecord.KeyOf("a/b"));
        Assert.Equal([1, 7], NamespaceRecord.Encode(new ShardId(7)));
        Assert.Equal(7, NamespaceRecord.Decode("k", [1, 7]).Value);
        Assert.Equal("a/b", NamespaceRecord.NameOf("namespace/a%2Fb"));
    }

    [Theory]
    [InlineData("/", "q", "///q")]
    [InlineData("a/b", "c", "/a%2Fb/c")]
    [InlineData("a", "b/c", "/a/b/c")]
    [InlineData("100%", "q", "/100%25/q")]
    public void Keys_of_topics_and_queues_name_their_namespace(string ns, string name, string key)
    {
        Assert.Equal("topic" + key, TopicRecord.KeyOf(ns, name));
        Assert.Equal("queue" + key, QueueRecord.KeyOf(ns, name));
    }

    [Fact]
    public void Damage_is_reported()
    {
        Assert.Throws<DamagedDataException>(() => NamespaceRecord.Decode("k", [1]));
        Assert.Throws<DamagedDataException>(() => NamespaceRecord.Decode("k", [2, 0]));
        Assert.Throws<DamagedDataException>(() => NamespaceRecord.Decode("k", [1, 64]));
    }
}
