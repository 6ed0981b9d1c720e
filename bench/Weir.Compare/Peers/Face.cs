using Weir.Hosting.Configuration;
using Weir.Load;

namespace Weir.Compare.Peers;

/// <summary>One way to use a broker, under the name that tables give it.</summary>
/// <param name="Name">In tables and files.</param>
/// <param name="Confirms">What a confirmation of it promises.</param>
/// <param name="Protocol">Makes a fresh client for a run.</param>
/// <param name="Target">Where it listens.</param>
/// <param name="Batch">Messages in a write or request of a flood.</param>
internal sealed record Face(
    string Name, string Confirms, Func<ILoadProtocol> Protocol, Endpoint Target, int Batch = 32);
