using BenchmarkDotNet.Attributes;
using Weir.Benchmarks.Operations;

namespace Weir.Benchmarks;

/// <summary>Times every operation of the catalogue; budgets.json holds what they may allocate.</summary>
[MemoryDiagnoser]
public class OperationBenchmarks
{
    private IOperation? _operation;

    public static IEnumerable<string> Names => OperationCatalogue.All.Keys;

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public async Task OpenAsync() => _operation = await OperationCatalogue.All[Name]();

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        if (_operation is not null) await _operation.DisposeAsync();
    }

    [Benchmark]
    public ValueTask Run() => _operation!.RunAsync();
}
