package import GGUF
package import Inference

/// Known words with flags: 1 given name, 2 surname, 4 place, 8 common word, 16 word of an organisation's name. Read where it lies in the file.
package struct Gazetteer: Sendable {
    package static let empty = Gazetteer()

    private let hashes: GGUFTensor?
    private let flags: GGUFTensor?
    package let count: Int
    /// Where the hashes with each value of their upper 12 bits begin, and their end: a search over all of them misses the cache at every step.
    private let buckets: [UInt32]

    private init(hashes: GGUFTensor? = nil, flags: GGUFTensor? = nil, count: Int = 0, buckets: [UInt32] = []) {
        self.hashes = hashes
        self.flags = flags
        self.count = count
        self.buckets = buckets
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
        let count = hashes.elementCount
        guard count <= Int32.max else {
            throw InferenceError(.badShape, subject: hashes.name, expected: "at most \(Int32.max)", found: "\(count)")
        }
        let bytes = hashes.bytes
        var buckets: [UInt32] = []
        buckets.reserveCapacity(1 << 12 | 1)
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
            while buckets.count <= Self.hash(bytes, index) >> 20 { buckets.append(UInt32(index)) }
        }
        while buckets.count <= 1 << 12 { buckets.append(UInt32(count)) }
        self.init(hashes: hashes, flags: flags, count: count, buckets: buckets)
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
        let bucket = Int(wanted >> 20)
        var low = Int(buckets[bucket])
        var high = Int(buckets[bucket + 1])
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
