import Foundation
import GGUF

/// A tagger's network in plain Swift and double precision, from the weights as they are stored: what `TaggerNetwork` is compared with.
struct ReferenceBranch {
    typealias Matrix = [[Double]]

    let encoder: GGUFFile
    let tagger: GGUFFile

    struct Output {
        /// [tokens but [CLS] and [SEP]][labels], and the states they come from.
        var scores: Matrix
        var states: Matrix
    }

    /// One window: `ids` with [CLS] and [SEP]; `features` one row for each table and token between them, the tokens one after the other.
    func run(ids: [Int32], features: [UInt8]) throws -> Output {
        var states = try embed(ids)
        for layer in 0..<(try tagger.integer("weir-tagger.tap")) { states = try self.layer(layer, of: encoder, states) }
        let tables = try tagger.integers("weir-tagger.features").map { Int($0) }
        let rows = try matrix("features.weight", of: tagger)
        for token in 0..<ids.count - 2 {
            var first = 0
            for (table, count) in tables.enumerated() {
                let row = rows[first + Int(features[token * tables.count + table])]
                states[token + 1] = zip(states[token + 1], row).map { $0 + $1 }
                first += count
            }
        }
        for layer in 0..<(try tagger.integer("weir-tagger.block_count")) { states = try self.layer(layer, of: tagger, states) }
        let inner = Array(states[1..<ids.count - 1])
        return Output(scores: try linear("classifier", of: tagger, inner), states: inner)
    }

    private func values(_ name: String, of file: GGUFFile) throws -> [Double] { try file.floats(of: file.tensor(name)).map { Double($0) } }

    private func matrix(_ name: String, of file: GGUFFile) throws -> Matrix {
        let columns = try file.tensor(name).shape[0]
        let values = try values(name, of: file)
        return stride(from: 0, to: values.count, by: columns).map { Array(values[$0..<$0 + columns]) }
    }

    private func linear(_ name: String, of file: GGUFFile, _ x: Matrix) throws -> Matrix {
        let weight = try matrix(name + ".weight", of: file)
        let bias = try values(name + ".bias", of: file)
        return x.map { row in zip(weight, bias).map { $1 + dot(row, $0) } }
    }

    /// Over raw pointers, because tests are built without optimisation.
    private func dot(_ a: [Double], _ b: [Double]) -> Double {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                var sum = 0.0
                var index = 0
                while index < a.count {
                    sum += a[index] * b[index]
                    index += 1
                }
                return sum
            }
        }
    }

    private func norm(_ name: String, of file: GGUFFile, _ x: Matrix) throws -> Matrix {
        let gamma = try values(name + ".weight", of: file)
        let beta = try values(name + ".bias", of: file)
        let epsilon = Double(try encoder.float("bert.attention.layer_norm_epsilon"))
        return x.map { row in
            let mean = row.reduce(0, +) / Double(row.count)
            let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
            return row.indices.map { (row[$0] - mean) / (variance + epsilon).squareRoot() * gamma[$0] + beta[$0] }
        }
    }

    private func embed(_ ids: [Int32]) throws -> Matrix {
        let tokens = try matrix("token_embd.weight", of: encoder)
        let positions = try matrix("position_embd.weight", of: encoder)
        let type = try matrix("token_types.weight", of: encoder)[0]
        let sums = ids.indices.map { row in
            type.indices.map { tokens[Int(ids[row])][$0] + positions[row][$0] + type[$0] }
        }
        return try norm("token_embd_norm", of: encoder, sums)
    }

    private func layer(_ index: Int, of file: GGUFFile, _ x: Matrix) throws -> Matrix {
        let block = "blk.\(index)."
        let query = try linear(block + "attn_q", of: file, x)
        let key = try linear(block + "attn_k", of: file, x)
        let value = try linear(block + "attn_v", of: file, x)
        let heads = try encoder.integer("bert.attention.head_count")
        let width = x[0].count / heads
        var context = x.map { _ in [Double]() }
        for head in 0..<heads {
            let channels = head * width..<(head + 1) * width
            for row in x.indices {
                let scores = x.indices.map { other in
                    channels.reduce(0) { $0 + query[row][$1] * key[other][$1] } / Double(width).squareRoot()
                }
                let highest = scores.max() ?? 0
                let weights = scores.map { exp($0 - highest) }
                let sum = weights.reduce(0, +)
                context[row] += channels.map { channel in x.indices.reduce(0) { $0 + weights[$1] * value[$1][channel] } / sum }
            }
        }
        func add(_ a: Matrix, _ b: Matrix) -> Matrix { zip(a, b).map { zip($0, $1).map { $0 + $1 } } }
        let attended = try norm(block + "attn_output_norm", of: file, add(x, linear(block + "attn_output", of: file, context)))
        let wide = try linear(block + "ffn_up", of: file, attended).map { $0.map { $0 / 2 * (1 + erf($0 / 2.0.squareRoot())) } }
        return try norm(block + "layer_output_norm", of: file, add(attended, linear(block + "ffn_down", of: file, wide)))
    }
}
