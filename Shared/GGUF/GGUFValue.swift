/// Type tags of metadata values, numbered as in the file.
package enum GGUFValueType: UInt32, Sendable {
    case uint8 = 0
    case int8 = 1
    case uint16 = 2
    case int16 = 3
    case uint32 = 4
    case int32 = 5
    case float32 = 6
    case bool = 7
    case string = 8
    case array = 9
    case uint64 = 10
    case int64 = 11
    case float64 = 12

    /// Bytes the smallest value of this type takes in a file: strings and arrays begin with their length.
    var minimumSize: Int {
        switch self {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64, .string: 8
        case .array: 12
        }
    }
}

/// One metadata value. Arrays of arrays do not occur in practice and are refused on reading.
package enum GGUFValue: Sendable, Equatable {
    case uint8(UInt8)
    case int8(Int8)
    case uint16(UInt16)
    case int16(Int16)
    case uint32(UInt32)
    case int32(Int32)
    case uint64(UInt64)
    case int64(Int64)
    case float32(Float)
    case float64(Double)
    case bool(Bool)
    case string(String)
    /// Integers of any width with the width they have in the file; unsigned 64-bit values above `Int64.max` are refused on reading.
    case integers([Int64], of: GGUFValueType)
    case floats([Float])
    case doubles([Double])
    case bools([Bool])
    case strings([String])

    /// What a person calls this value's type, for errors.
    package var typeName: String {
        switch self {
        case .uint8, .int8, .uint16, .int16, .uint32, .int32, .uint64, .int64: "an integer"
        case .float32, .float64: "a float"
        case .bool: "a boolean"
        case .string: "a string"
        case .integers(let values, _): "an array of \(values.count) integers"
        case .floats(let values): "an array of \(values.count) floats"
        case .doubles(let values): "an array of \(values.count) doubles"
        case .bools(let values): "an array of \(values.count) booleans"
        case .strings(let values): "an array of \(values.count) strings"
        }
    }

    /// The value as an `Int`, if it is an integer that fits.
    package var integer: Int? {
        switch self {
        case .uint8(let value): Int(value)
        case .int8(let value): Int(value)
        case .uint16(let value): Int(value)
        case .int16(let value): Int(value)
        case .uint32(let value): Int(exactly: value)
        case .int32(let value): Int(value)
        case .uint64(let value): Int(exactly: value)
        case .int64(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The value as a `Float`, if it is a float of either width.
    package var float: Float? {
        switch self {
        case .float32(let value): value
        case .float64(let value): Float(value)
        default: nil
        }
    }
}
