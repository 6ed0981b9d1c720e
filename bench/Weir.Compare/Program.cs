using Weir.Client;
using Weir.Compare;
using Weir.Compare.Compare;
using Weir.Load;

try
{
    Arguments arguments = new(args.Skip(1).ToArray());
    using Workshop workshop = new(arguments);
    switch (args.FirstOrDefault())
    {
        case "compare":
            bool quick = arguments.Flag("quick");
            double minutes = arguments.Number("minutes", quick ? 3 : 15);
            int rounds = (int)arguments.Number("rounds", quick ? 1 : 5);
            string only = arguments.Text("only", "");
            arguments.CheckAll();
            await new Comparison(workshop, rounds, minutes * 60, only).RunAsync();
            return 0;
        default:
            throw new ArgumentException("the first word is compare");
    }
}
catch (Exception e) when (e is ArgumentException or LoadException or BrokerException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
