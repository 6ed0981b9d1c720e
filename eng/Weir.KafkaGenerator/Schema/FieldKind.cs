namespace Weir.KafkaGenerator.Schema;

public enum FieldKind
{
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt16,
    Float64,
    Uuid,
    Error,
    String,
    Bytes,
    Records,
    Struct,
}
