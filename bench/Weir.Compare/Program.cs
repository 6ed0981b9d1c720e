using System.Runtime.InteropServices;
using Weir.Client;
using Weir.Compare;
using Weir.Compare.Commits;
using Weir.Compare.Compare;
using Weir.Compare.Incident;
using Weir.Compare.Scale;
using Weir.Load;

// The runtime would end at once and leave the brokers behind; an exit takes them along.
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    Arguments arguments = new(args.Skip(1).ToArray());
    using Workshop workshop = new(arguments);
    bool quick = arguments.Flag("quick");
    switch (args.FirstOrDefault())
    {
        case "compare":
            double minutes = arguments.Number("minutes", quick ? 3 : 30);
            int rounds = (int)arguments.Number("rounds", quick ? 1 : 5);
            string peers = arguments.Text("only", "");
            arguments.CheckAll();
            await new Comparison(workshop, rounds, minutes * 60, peers).RunAsync();
            return 0;
        case "scale":
            double perPoint = arguments.Number("seconds", quick ? 2 : 10);
            double fill = arguments.Number("fill-seconds", quick ? 20 : 300);
            double most = arguments.Number("most", quick ? 1000 : 1e9);
            string curves = arguments.Text("only", "");
            arguments.CheckAll();
            await new Scaling(workshop, perPoint, fill, curves, most).RunAsync();
            return 0;
        case "incident":
            double backlog = arguments.Number("backlog", quick ? 50_000 : 1_000_000);
            double seconds = arguments.Number("seconds", quick ? 3 : 10);
            arguments.CheckAll();
            await new IncidentComparison(workshop, backlog, seconds).RunAsync();
            return 0;
        case "commits":
            int turns = (int)arguments.Number("rounds", quick ? 1 : 5);
            double each = arguments.Number("seconds", quick ? 1 : 4);
            arguments.CheckAll(rest: 2);
            string[] both = [.. arguments.Rest];
            return await new CommitComparison(workshop, both[0], both[1], turns, each).RunAsync() ? 0 : 3;
        default:
            throw new ArgumentException("the first word is compare, scale, incident or commits");
    }
}
catch (Exception e) when (e is ArgumentException or LoadException or BrokerException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    Environment.Exit(130);
}
