using Weir.Admin.Rates;

namespace Weir.Admin.Api.Models;

public sealed record NamespaceView(string Name, int Topics, int Queues, long Ready, long InFlight, MessageRates Rates);
