import GGUF
import Inference
import Testing

private let required = [
    "general.architecture", "bert.block_count", "bert.context_length", "bert.embedding_length", "bert.feed_forward_length",
    "bert.attention.head_count", "bert.attention.layer_norm_epsilon", "tokenizer.ggml.tokens",
]

private let readable = TensorType.allCases.filter { $0.isReadable }

@Suite("Broken models") struct BrokenModelTests {
    /// What loading `model` throws; it must be fit for a log.
    private func refusal(_ model: RawModel, _ comment: String) -> InferenceError? {
        let error = #expect(throws: InferenceError.self, "\(comment)") { try model.load() }
        #expect(error.map { $0.description.utf8.count < 500 } ?? true, "\(comment)")
        #expect(error?.description.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 >= 0x80 } ?? true, "\(comment)")
        return error
    }

    @Test(arguments: readable) func soundModelLoads(_ type: TensorType) throws {
        for table in runnableTables {
            let vector = try RawModel(type).load(kernels: table).embed("the printers")
            #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5, "\(table.name)")
        }
    }

    @Test(arguments: brokenContainers + brokenShapes + brokenConfigurations + brokenVocabularies + brokenSpecialTokens) func refuses(
        _ damage: Damage
    ) {
        var model = RawModel()
        damage.spoil(&model)
        let error = refusal(model, damage.testDescription)
        #expect(error?.code == damage.code, "\(error?.description ?? "no error")")
        let reason = damage.code == .badVocabulary ? error?.found : error?.subject
        #expect(reason?.contains(damage.names) == true, "\(error?.description ?? "no error")")
    }

    @Test(arguments: required) func refusesAModelWithoutKey(_ key: String) {
        var model = RawModel()
        model[key] = nil
        let error = refusal(model, key)
        #expect(error?.code == .badFile && error?.subject == "metadata '\(key)'", "\(error?.description ?? "no error")")
        model[key] = .init(key: key, type: 7, payload: [1])
        let other = refusal(model, key)
        #expect(other?.code == .badFile && other?.subject == "metadata '\(key)'", "\(other?.description ?? "no error")")
    }

    @Test func refusesAModelWithoutAnyOneOfItsTensors() {
        let sound = RawModel()
        #expect(sound.tensors.count == 21)
        for tensor in sound.tensors {
            var model = sound
            model.tensors.removeAll { $0.name == tensor.name }
            let error = refusal(model, tensor.name)
            #expect(error?.code == .badFile && error?.subject == "tensor '\(tensor.name)'", "\(error?.description ?? "no error")")
        }
    }

    @Test func refusesAnElementThatIsNoNumberInAnyTensor() {
        let sound = RawModel()
        for tensor in sound.tensors {
            let last = tensor.bytes.count / 4 - 1
            for (element, value) in [(0, Float.nan), (last, .infinity), (last / 2, -.infinity)] {
                var model = sound
                model[tensor: tensor.name].bytes.replaceSubrange(4 * element..<4 * element + 4, with: little(value.bitPattern))
                let error = refusal(model, tensor.name)
                let row = tensor.shape.count == 2 ? ", row \(element / Int(tensor.shape[0]))" : ""
                #expect(error?.code == .notFinite && error?.subject == tensor.name + row, "\(error?.description ?? "no error")")
            }
        }
    }

    @Test(arguments: readable) func refusesAScaleThatIsNoNumberInAMatrixOf(_ type: TensorType) {
        let sound = RawModel(type)
        for name in ["token_embd.weight", "position_embd.weight", "token_types.weight", "blk.0.attn_q.weight", "blk.0.attn_output.weight"] {
            let tensor = sound[tensor: name]
            let last = tensor.bytes.count / type.bytesPerBlock - 1
            let places = type.scalePlaces.flatMap { place in type.hostile.map { (0, place, $0) } + [(last, place, type.hostile[0])] }
            for (block, place, value) in places {
                var model = sound
                let start = block * type.bytesPerBlock + place
                model[tensor: name].bytes.replaceSubrange(start..<start + 2, with: little(value))
                let error = refusal(model, name)
                let row = block * type.blockSize / Int(tensor.shape[0])
                #expect(error?.code == .notFinite && error?.subject == "\(name), row \(row)", "\(error?.description ?? "no error")")
            }
        }
    }

    @Test func refusesNumbersWhoseSumsAreInfinite() {
        for name in ["blk.0.attn_q.weight", "blk.0.attn_output.weight", "blk.0.ffn_down.weight"] {
            var model = RawModel()
            let huge = little(Float.greatestFiniteMagnitude.bitPattern)
            model[tensor: name].bytes = Array([[UInt8]](repeating: huge, count: 32 * 32).joined())
            let error = refusal(model, name)
            #expect(error?.code == .notFinite && error?.subject == "\(name), row 0", "\(error?.description ?? "no error")")
            #expect(error?.found == "an infinite sum")
        }
        var model = RawModel()
        for name in ["position_embd.weight", "token_types.weight"] {
            model[tensor: name].bytes.replaceSubrange(0..<4, with: little(Float.greatestFiniteMagnitude.bitPattern))
        }
        let error = refusal(model, "positions")
        #expect(error?.code == .notFinite && error?.subject == "position_embd.weight, row 0", "\(error?.description ?? "no error")")
    }

    /// Zero blocks are sound weights: a pruned channel, an unused token, a model without positions. A whole matrix of them is not.
    @Test(arguments: readable) func zeroBlocksLoadUnlessAMatrixHasNoOthers(_ type: TensorType) throws {
        func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
        for name in ["token_embd.weight", "blk.0.attn_q.weight", "blk.0.attn_v.weight", "blk.0.ffn_down.weight"] {
            var model = RawModel(type)
            let count = model[tensor: name].bytes.count
            let row = count / Int(model[tensor: name].shape[1])
            model[tensor: name].bytes.replaceSubrange(0..<count - row, with: zeros(count - row))
            #expect(abs(try model.load().embed("the printers").reduce(0) { $0 + $1 * $1 } - 1) < 1e-5, "\(name)")
            model[tensor: name].bytes = zeros(count)
            let error = refusal(model, name)
            #expect(error?.code == .allZero && error?.subject == name, "\(error?.description ?? "no error")")
        }
        var model = RawModel(type)
        for name in ["position_embd.weight", "token_types.weight"] {
            model[tensor: name].bytes = zeros(model[tensor: name].bytes.count)
        }
        #expect(abs(try model.load().embed("the printers").reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }

    @Test func modelWhoseOutputIsZeroSaysThatThereIsNoVector() throws {
        var model = RawModel()
        for name in ["blk.0.layer_output_norm.weight", "blk.0.layer_output_norm.bias"] {
            model[tensor: name].bytes = [UInt8](repeating: 0, count: 32 * 4)
        }
        for table in runnableTables {
            let encoder = try model.load(kernels: table)
            let error = #expect(throws: InferenceError.self) { try encoder.encode("the printers", tokenStates: true) }
            #expect(error?.code == .noVector)
            #expect(throws: InferenceError.self) { try encoder.embed(batch: ["the", "printer"]) }
        }
    }

    /// With an epsilon of 0 a row without variance is divided by zero.
    @Test func rowWithoutVarianceGivesNoVectorOrAFiniteOne() throws {
        for epsilon: Float in [0, .leastNonzeroMagnitude, 1e-12] {
            var model = RawModel()
            model.set("bert.attention.layer_norm_epsilon", float: epsilon)
            for name in ["position_embd.weight", "token_types.weight"] {
                model[tensor: name].bytes = [UInt8](repeating: 0, count: model[tensor: name].bytes.count)
            }
            model[tensor: "token_embd.weight"].bytes.replaceSubrange(5 * 128..<6 * 128, with: [UInt8](repeating: 0, count: 128))
            for table in runnableTables {
                let encoder = try model.load(kernels: table)
                do throws(InferenceError) {
                    let encoding = try encoder.encode("the printers", tokenStates: true)
                    #expect((encoding.sentence + encoding.tokenStates).allSatisfy { $0.isFinite }, "\(table.name), \(epsilon)")
                } catch {
                    #expect(error.code == .noVector && epsilon < 1e-12, "\(table.name), \(epsilon)")
                }
            }
        }
    }

    /// Finite weights, finite sums at load, and one token whose row overflows once its mean is taken in floats (the reference has doubles).
    @Test(arguments: [1, 2]) func statesThatOverflowAreNotHandedOut(_ pooling: Int) throws {
        var model = RawModel()
        model.set("bert.pooling_type", pooling)
        let row = Array([[UInt8]](repeating: little(Float.greatestFiniteMagnitude.bitPattern), count: 32).joined())
        model[tensor: "token_embd.weight"].bytes.replaceSubrange(5 * row.count..<6 * row.count, with: row)
        for table in runnableTables {
            let encoder = try model.load(kernels: table)
            do throws(InferenceError) {
                let encoding = try encoder.encode("printer the printer", tokenStates: true)
                #expect(encoding.tokenStates.allSatisfy { $0.isFinite }, "\(table.name)")
            } catch {
                #expect(error.code == .noVector, "\(table.name)")
            }
            #expect(try encoder.encode("printer", tokenStates: true).tokenStates.allSatisfy { $0.isFinite })
        }
    }
}
