using System.Text.Json;
using Weir.Benchmarks.Operations;

namespace Weir.Budgets.Tests;

/// <summary>
/// What an operation allocates once it is warm, on all threads, is within its budget in bench/budgets.json. The least
/// of several rounds counts: buffers that grow once in a while, and the test platform's own allocations, are not the
/// operation's.
/// </summary>
public sealed class AllocationTests
{
    private const int WarmUps = 300;
    private const int Rounds = 7;
    private const int RunsPerRound = 100;

    private static readonly Dictionary<string, long> Budgets = JsonSerializer.Deserialize<Dictionary<string, long>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "budgets.json")))!;

    public static TheoryData<string> Names => [.. OperationCatalogue.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_operation_allocates_no_more_than_its_budget(string name)
    {
        Assert.True(Budgets.TryGetValue(name, out long budget), $"bench/budgets.json has no entry for {name}.");
        long allocated = await MeasureAsync(name);
        Assert.True(
            allocated <= budget,
            $"{name} allocates {allocated} bytes an operation, its budget is {budget}. Find what is new with " +
            $"'dotnet run -c Release --project bench/Weir.Benchmarks -- --filter *' and reuse it; raise the number " +
            "in bench/budgets.json only with the reason in the commit message, and never for something that "
            + "grows with " +
            "the number of records.");
    }

    [Fact]
    public void Every_budget_is_of_an_operation() =>
        Assert.Empty(Budgets.Keys.Except(OperationCatalogue.All.Keys));

    /// <summary>Nothing per record: a batch of a thousand may cost what a batch of one costs.</summary>
    [Theory]
    [InlineData("kafka/produce/1", "kafka/produce/1000")]
    [InlineData("kafka/fetch-tail/1", "kafka/fetch-tail/1000")]
    [InlineData("kafka/fetch-segment/1", "kafka/fetch-segment/1000")]
    [InlineData("amqp/publish/1", "amqp/publish/1000")]
    [InlineData("amqp/cycle/1", "amqp/cycle/1000")]
    public void Budgets_leave_no_byte_per_record(string one, string thousand) =>
        Assert.True(
            Budgets[thousand] - Budgets[one] < 999,
            $"{thousand} may allocate {Budgets[thousand] - Budgets[one]} bytes more than {one}, one for each record.");

    private static async Task<long> MeasureAsync(string name)
    {
        await using IOperation operation = await OperationCatalogue.All[name]();
        for (int i = 0; i < WarmUps; i++) await operation.RunAsync();
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            await operation.SettleAsync();
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < RunsPerRound; i++) await operation.RunAsync();
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / RunsPerRound);
        }

        return least;
    }
}
