using System.Text;
using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

/// <summary>A subscription as tests write it: topics with commas between; "?" is damaged.</summary>
internal sealed class TopicListReader : ISubscriptionReader
{
    public bool Understands(string protocolType) => protocolType == "consumer";

    public bool TryRead(ReadOnlySpan<byte> subscription, ISet<string> topics)
    {
        var text = Encoding.UTF8.GetString(subscription);
        if (text == "?")
            return false;
        topics.UnionWith(text.Split(','));
        return true;
    }
}
