// What is measured must not be disturbed by the tests beside it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
