using Weir.Amqp.Tests.Sessions;
using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Amqp.Tests.Facts;

/// <summary>
/// What clients do wrong or seldom is answered as RabbitMQ 3.10 answered it: code, text, scope, and whether channel and
/// connection live on. rabbitmq-3.10.txt is what that broker said; differences.txt has, with its reason, what is
/// answered otherwise here. Both are written by eng/amqp-facts/facts.py.
/// </summary>
public sealed class RabbitMqTests
{
    private static readonly Dictionary<string, Fact> Recorded = Fact.Load("rabbitmq-3.10.txt");
    private static readonly Dictionary<string, Fact> Differences = Fact.Load("differences.txt");

    public static TheoryData<string> Names => [.. Recorded.Values.Where(f => f.CanBeReplayed).Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_answered_as_recorded(string name)
    {
        Fact fact = Differences.GetValueOrDefault(name) ?? Recorded[name];
        Assert.Equal(fact.Lines, await ReplayAsync(fact));
    }

    [Fact]
    public void Every_difference_is_one_and_has_a_reason()
    {
        foreach ((string name, Fact difference) in Differences)
        {
            Assert.True(Recorded.TryGetValue(name, out Fact? fact), $"no scenario '{name}' was recorded");
            Assert.NotEqual(fact.Lines, difference.Lines);
            Assert.False(string.IsNullOrEmpty(difference.Reason), $"'{name}' gives no reason");
        }
    }

    private static async Task<List<string>> ReplayAsync(Fact fact)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var clients = new List<TestClient>();
        var lines = new List<string>();
        foreach (string line in fact.Lines)
        {
            string[] words = line.Split(' ', 3);
            int number = int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture);
            switch (words[1])
            {
                case "open":
                    clients.Add(await broker.ConnectAsync());
                    break;
                case "connect":
                    clients.Add(broker.NewClient());
                    break;
                case ">":
                    await clients[number].SendAsync(output => output.Write(Convert.FromHexString(words[2])));
                    break;
                case "<":
                    lines.Add($"{number} < {await AnswerAsync(clients[number])}");
                    continue;
                default:
                    throw new InvalidOperationException($"what is '{line}'?");
            }

            lines.Add(line);
        }

        return lines;
    }

    private static async Task<string> AnswerAsync(TestClient client)
    {
        try
        {
            return Answer.Of(await client.ReadAsync());
        }
        catch (EndOfStreamException)
        {
            return "end";
        }
    }
}
