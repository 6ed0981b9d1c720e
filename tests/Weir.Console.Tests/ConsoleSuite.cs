namespace Weir.Console.Tests;

/// <summary>All that share one broker and one browser: starting these takes longer than any test.</summary>
[CollectionDefinition(nameof(ConsoleSuite))]
public sealed class ConsoleSuite : ICollectionFixture<ConsoleHost>;
