using System.Text;
using Weir.Broker.Routing;

namespace Weir.Broker.Tests.Routing;

public sealed class TopicMatchingTests
{
    [Theory]
    [InlineData("a.b", "a.b", true)]
    [InlineData("a.b", "a", false)]
    [InlineData("*", "a", true)]
    [InlineData("*", "a.b", false)]
    [InlineData("*", "", false)] // The empty key has no words.
    [InlineData("", "", true)]
    [InlineData("#", "", true)]
    [InlineData("#", "a.b.c", true)]
    [InlineData("a.#", "a", true)]
    [InlineData("a.#", "b", false)]
    [InlineData("#.a", "a", true)]
    [InlineData("#.#", "", true)]
    [InlineData("#.*.#", "", false)]
    [InlineData("#.*.#", "a", true)]
    [InlineData("*.#.*", "a", false)]
    [InlineData("a.*.c", "a..c", true)] // An empty word is a word.
    [InlineData("*.*", ".", true)]
    [InlineData("a.", "a", false)]
    [InlineData("a.", "a.", true)]
    [InlineData("a.*", "a.", true)]
    [InlineData("a.b", "a.*", false)] // In a message's key, * and # are letters.
    [InlineData("a.*", "a.#", true)]
    [InlineData("a*", "ab", false)]
    [InlineData("a.#.z.#", "a.z.b", true)]
    [InlineData("#.a.#.a.#", "b.a.c", false)]
    public async Task Patterns_match_as_in_rabbitmq(string pattern, string key, bool matches)
    {
        var x = new RoutingHarness();
        await x.BindAsync("amq.topic", "q", pattern);
        Assert.Equal(matches ? "q" : "Unroutable", x.Route("amq.topic", key));
        Assert.Equal(matches, Matches(Words(pattern), Words(key)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_trie_agrees_with_a_naive_matcher_while_bindings_come_and_go(int seed)
    {
        var random = new Random(seed);
        var x = new RoutingHarness();
        var bound = new List<(string Queue, string Pattern)>();
        for (int round = 0; round < 400; round++)
        {
            if (bound.Count > 0 && random.Next(3) == 0)
            {
                int gone = random.Next(bound.Count);
                await x.UnbindAsync("amq.topic", bound[gone].Queue, bound[gone].Pattern);
                bound.RemoveAt(gone);
            }
            else
            {
                (string Queue, string Pattern) added =
                    ($"q{random.Next(20)}", RandomKey(random, ["a", "b", "*", "#", ""]));
                await x.BindAsync("amq.topic", added.Queue, added.Pattern);
                if (!bound.Contains(added)) bound.Add(added);
            }

            string key = RandomKey(random, ["a", "b", "c", ""]);
            string expected = string.Join(
                ' ',
                bound.Where(b => Matches(Words(b.Pattern), Words(key))).Select(b => b.Queue).Distinct()
                    .Order(StringComparer.Ordinal));
            Assert.Equal((key, expected.Length == 0 ? "Unroutable" : expected), (key, x.Route("amq.topic", key)));
        }
    }

    [Fact]
    public async Task A_pattern_of_many_hashes_does_not_take_exponential_time()
    {
        var x = new RoutingHarness();
        await x.BindAsync("amq.topic", "q", string.Join('.', Enumerable.Repeat("#.a", 60)) + ".b");
        // About 10^36 ways to lay 60 words into 127.
        Assert.Equal("Unroutable", x.Route("amq.topic", string.Join('.', Enumerable.Repeat("a", 127))));
        Assert.Equal("q", x.Route("amq.topic", string.Join('.', Enumerable.Repeat("a", 127)) + ".b"));
    }

    private static string RandomKey(Random random, string[] words) =>
        string.Join('.', Enumerable.Range(0, random.Next(6)).Select(_ => words[random.Next(words.Length)]));

    private static string[] Words(string key) => key.Length == 0 ? [] : key.Split('.');

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> key)
    {
        if (pattern.IsEmpty) return key.IsEmpty;
        if (pattern[0] == "#") return Matches(pattern[1..], key) || (!key.IsEmpty && Matches(pattern, key[1..]));
        return !key.IsEmpty && (pattern[0] == "*" || pattern[0] == key[0]) && Matches(pattern[1..], key[1..]);
    }
}
