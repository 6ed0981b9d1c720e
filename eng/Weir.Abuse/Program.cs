using System.Globalization;
using Weir.Abuse;

// The programs behind eng/abuse and eng/overload: exit code 0 when the broker kept its promises, 1 when not, 2 when the
// command line is wrong.
double minutes = 2;
int connections = 10_000;
int queues = 100_000;
int heapMiB = 512;
string only = "";
bool judgesTimes = true;
string mode = args.FirstOrDefault() ?? "";
for (int i = 1; i + 1 < args.Length; i += 2)
{
    if (args[i] == "--minutes") minutes = double.Parse(args[i + 1], CultureInfo.InvariantCulture);
    else if (args[i] == "--connections") connections = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
    else if (args[i] == "--queues") queues = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
    else if (args[i] == "--heap-mib") heapMiB = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
    else if (args[i] == "--only") only = args[i + 1];
    else if (args[i] == "--times" && args[i + 1] is "judge" or "report") judgesTimes = args[i + 1] == "judge";
    else mode = "";
}

if (mode is not ("abuse" or "overload") || args.Length % 2 == 0)
{
    Console.Error.WriteLine(
        "allowed are: abuse [--minutes N] [--connections N] [--only PART] [--times judge|report], "
        + "overload [--minutes N] [--queues N] [--heap-mib N] [--only PART] [--times judge|report]");
    return 2;
}

TimeSpan duration = TimeSpan.FromMinutes(minutes);
bool isKept = mode == "abuse"
    ? await AbuseCampaign.RunAsync(duration, connections, only, judgesTimes, Console.Out)
    : await OverloadCampaign.RunAsync(duration, queues, (long)heapMiB << 20, only, judgesTimes, Console.Out);
return isKept ? 0 : 1;
