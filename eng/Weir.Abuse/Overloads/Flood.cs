namespace Weir.Abuse.Overloads;

/// <summary>
/// Runs the same work on several threads until the time is over, or their sockets are closed after it.
/// </summary>
internal static class Flood
{
    public static void Run(TimeSpan hold, IReadOnlyList<Action> work, Action close)
    {
        Exception? failure = null;
        bool isOver = false;
        Thread[] threads =
        [
            .. work.Select(act => new Thread(() =>
            {
                try
                {
                    act();
                }
                catch (Exception e) when (e is not AbuseException && Volatile.Read(ref isOver))
                {
                    // Its socket was closed under it, which is how it ends.
                }
                catch (Exception e)
                {
                    failure = e;
                }
            })),
        ];
        foreach (Thread thread in threads) thread.Start();
        Thread.Sleep(hold);
        Volatile.Write(ref isOver, true);
        close();
        foreach (Thread thread in threads) thread.Join();
        if (failure is not null) throw new AbuseException($"a flooding client failed: {failure.Message}");
    }
}
