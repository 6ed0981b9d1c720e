namespace Weir.Broker.Topics;

/// <summary>Why a batch was not appended.</summary>
public enum AppendError : byte
{
    None,

    /// <summary>Sent before: the outcome carries where it is. Not a failure to the producer.</summary>
    Duplicate,

    OutOfOrderSequence,

    /// <summary>A newer instance of this producer has taken over.</summary>
    ProducerFenced,

    /// <summary>Bytes, checksum or structure are wrong.</summary>
    Corrupt,

    /// <summary>Structure is right but the records may not be appended: say why.</summary>
    InvalidRecord,

    /// <summary>
    /// A record has no key, and the topic is compacted: <see cref="BatchAdmission.RecordsWithoutKey"/>.
    /// </summary>
    KeyMissing,

    /// <summary>Larger than the topic's max.message.bytes.</summary>
    TooLarge,

    /// <summary>A record's time is outside what the topic accepts.</summary>
    InvalidTimestamp,

    /// <summary>Not message format 2.</summary>
    UnsupportedFormat,

    UnsupportedCompression,

    /// <summary>As many records wait for their time as may.</summary>
    TooManyDelayed,

    /// <summary>It is a queue that holds as much as it may, and refuses more.</summary>
    Full,

    /// <summary>The partition cannot be written now: its storage failed or is damaged.</summary>
    StorageUnavailable,
}
