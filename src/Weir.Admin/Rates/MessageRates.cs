namespace Weir.Admin.Rates;

/// <summary>Messages a second, over the last seconds.</summary>
public sealed record MessageRates(double Publish, double Deliver, double Settle)
{
    public static readonly MessageRates None = new(0, 0, 0);
}
