// A campaign measures, and would measure its neighbour.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
