namespace Weir.Broker.Routing;

/// <summary>How an exchange picks destinations. Persisted: never renumber.</summary>
public enum ExchangeType : byte
{
    /// <summary>Bindings whose key is the message's key.</summary>
    Direct = 0,

    /// <summary>Every binding.</summary>
    Fanout = 1,

    /// <summary>Bindings whose pattern of words, <c>*</c> and <c>#</c> matches the message's key.</summary>
    Topic = 2,

    /// <summary>Bindings whose arguments match the message's headers.</summary>
    Headers = 3,

    /// <summary>As the type its argument x-delayed-type names, after the message's x-delay.</summary>
    Delayed = 4,

    /// <summary>One binding, picked by a hash; binding keys are weights.</summary>
    ConsistentHash = 5,
}
