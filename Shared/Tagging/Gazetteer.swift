package import GGUF
package import Inference

/// Known words with flags: 1 given name, 2 surname, 4 place, 8 common word, 16 word of an organisation's name. Read where it lies in the file.
package struct Gazetteer: Sendable {
    package static let empty = Gazetteer()

    private let hashes: GGUFTensor?
    private let flags: GGUFTensor?
    package let count: Int

    private init(hashes: GGUFTensor? = nil, flags: GGUFTensor? = nil, count: Int = 0) {
        self.hashes = hashes
        self.flags = flags
        self.count = count
    }

    /// The gazetteer of `file`: "gazetteer.hashes", I32, ascending as unsigned numbers, and "gazetteer.flags", I8, 0...31. Empty if it has neither.
    package init(file: GGUFFile) throws(InferenceError) {
        let names = ["gazetteer.hashes", "gazetteer.flags"]
        guard names.contains(where: { file.hasTensor($0) }) else {
            self = .empty
            return
        }
        let hashes = try Self.vector(names[0], .i32, file)
        let flags = try Self.vector(names[1], .i8, file)
        guard flags.elementCount == hashes.elementCount else {
            throw InferenceError(.badShape, subject: flags.name, expected: "[\(hashes.elementCount)]", found: "\(flags.shape)")
        }
        self.init(hashes: hashes, flags: flags, count: hashes.elementCount)
        let bytes = hashes.bytes
        for index in 0..<count {
            if index > 0, Self.hash(bytes, index - 1) >= Self.hash(bytes, index) {
                throw InferenceError(
                    .badConfiguration, subject: "\(hashes.name)[\(index)]", expected: "more than \(Self.hash(bytes, index - 1))",
                    found: "\(Self.hash(bytes, index))")
            }
            guard flags.bytes[index] < WordFeatures.rows[5] else {
                throw InferenceError(
                    .badConfiguration, subject: "\(flags.name)[\(index)]", expected: "0 to \(WordFeatures.rows[5] - 1)",
                    found: "\(flags.bytes[index])")
            }
        }
    }

    private static func vector(_ name: String, _ type: TensorType, _ file: GGUFFile) throws(InferenceError) -> GGUFTensor {
        let tensor = try reading { () throws(GGUFError) in try file.tensor(name) }
        guard tensor.shape.count == 1 else {
            throw InferenceError(.badShape, subject: name, expected: "one dimension", found: "\(tensor.shape)")
        }
        guard tensor.type == type else {
            throw InferenceError(.unsupportedTensorType, subject: name, expected: type.name, found: tensor.type.name)
        }
        return tensor
    }

    package var isEmpty: Bool { count == 0 }

    /// The flags of a word, which is lower-cased first; 0 for one that is not there.
    func flags(of word: ArraySlice<Unicode.Scalar>) -> UInt8 {
        guard let hashes, let flags else { return 0 }
        let wanted = Self.hash(of: word)
        let bytes = hashes.bytes
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if Self.hash(bytes, middle) < wanted { low = middle + 1 } else { high = middle }
        }
        return low < count && Self.hash(bytes, low) == wanted ? flags.bytes[low] : 0
    }

    private static func hash(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
    }

    /// 32-bit FNV-1a of the UTF-8 of `word`, each scalar lower-cased by itself.
    static func hash(of word: some Sequence<Unicode.Scalar>) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        func add(_ byte: UInt8) { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        for scalar in word {
            if scalar.isASCII {
                let byte = UInt8(truncatingIfNeeded: scalar.value)
                add(byte &- 0x41 < 26 ? byte | 0x20 : byte)
            } else {
                for byte in scalar.properties.lowercaseMapping.utf8 { add(byte) }
            }
        }
        return hash
    }
}
