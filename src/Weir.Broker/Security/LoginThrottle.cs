using System.Net;
using System.Net.Sockets;

namespace Weir.Broker.Security;

/// <summary>
/// Counts failed logins by address, and by user and address; above the limit no more are looked at until the window
/// that began with the first failure is over. A user is never locked out for others by who guesses elsewhere. Memory is
/// bounded: of more than <see cref="EntriesMax"/> the oldest are forgotten.
/// </summary>
internal sealed class LoginThrottle(TimeProvider time)
{
    /// <summary>Failures of one user from one address within the window.</summary>
    public const int UserFailuresMax = 5;

    /// <summary>Failures of whatever users from one address within the window.</summary>
    public const int AddressFailuresMax = 50;

    public const int EntriesMax = 20_000;

    // The network that one subscriber is usually given.
    private const int NetworkBytesIPv6 = 8;

    private readonly Dictionary<(string? User, IPAddress Address), (int Failures, long Start)> _entries = [];
    private readonly Queue<((string? User, IPAddress Address) Key, long Start)> _order = new();
    private readonly Lock _sync = new();

    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(1);

    public bool IsExhausted(string user, EndPoint? remote)
    {
        IPAddress address = AddressOf(remote);
        lock (_sync)
            return Failures((user, address)) >= UserFailuresMax || Failures((null, address)) >= AddressFailuresMax;
    }

    public void Fail(string user, EndPoint? remote)
    {
        IPAddress address = AddressOf(remote);
        lock (_sync)
        {
            Count((user, address));
            Count((null, address));
        }
    }

    /// <summary>The user was let in from there: what failed before was a slip.</summary>
    public void Succeed(string user, EndPoint? remote)
    {
        lock (_sync) _entries.Remove((user, AddressOf(remote)));
    }

    private static IPAddress AddressOf(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address }) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address)) return address;
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytesIPv6).Clear();
        return new IPAddress(bytes);
    }

    private int Failures((string? User, IPAddress Address) key) =>
        _entries.TryGetValue(key, out var entry) && IsCurrent(entry.Start) ? entry.Failures : 0;

    private void Count((string? User, IPAddress Address) key)
    {
        if (_entries.TryGetValue(key, out var entry) && IsCurrent(entry.Start))
        {
            _entries[key] = (entry.Failures + 1, entry.Start);
            return;
        }

        long now = time.GetTimestamp();
        _entries[key] = (1, now);
        _order.Enqueue((key, now));
        while (_order.TryPeek(out var oldest) && (_order.Count > EntriesMax || !IsCurrent(oldest.Start)))
        {
            _order.Dequeue();
            if (_entries.TryGetValue(oldest.Key, out var old) && old.Start == oldest.Start)
                _entries.Remove(oldest.Key);
        }
    }

    private bool IsCurrent(long start) => time.GetElapsedTime(start) < Window;
}
