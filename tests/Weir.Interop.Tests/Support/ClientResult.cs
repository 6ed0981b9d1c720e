namespace Weir.Interop.Tests.Support;

/// <summary>How a client program ended and what it said.</summary>
internal sealed record ClientResult(string Command, int ExitCode, bool TimedOut, string Output, string Errors)
{
    /// <summary>Fails the test with everything the client and the broker said, unless the client was content.</summary>
    public ClientResult MustSucceed(BrokerProcess broker)
    {
        if (ExitCode == 0 && !TimedOut)
            return this;
        string ending = TimedOut ? "did not end in time" : $"ended with {ExitCode}";
        Assert.Fail($"{Command} {ending}\n{Tail(Output)}\n{Tail(Errors)}\n--- broker\n{broker.LogTail}");
        return this;
    }

    private static string Tail(string text) => text.Length <= 4000 ? text : "..." + text[^4000..];
}
