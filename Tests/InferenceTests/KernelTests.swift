import CKernels
import Inference
import KernelCheck
import Testing

@Suite struct KernelTests {
    @Test func everyRunnableTableAgreesWithTheReference() throws {
        let seed: UInt64 = 1
        for level in KernelTable.Level.allCases {
            guard let table = kn_exact(level.code) else { continue }
            let result = kc_compare(table, seed, 20)
            #expect(result.cases > 2500)
            #expect(result.failures == 0, "\(level.rawValue), seed \(seed)")
        }
        #expect(runnableTables.count >= 1)
    }

    @Test func comparatorNoticesEachBrokenEntry() throws {
        let reference = try #require(kn_exact(KN_LEVEL_REFERENCE)).pointee
        var tables = Array(repeating: reference, count: 8)
        tables[0].quantize_rows = { x, stride, rows, depth, _, q, qStride, row in
            kn_exact(KN_LEVEL_REFERENCE)?.pointee.quantize_rows(x, stride, rows, depth, false, q, qStride, row)
        }
        tables[1].linear = { m, _, end, q, qStride, row, rows, activation, y, yStride in
            kn_exact(KN_LEVEL_REFERENCE)?.pointee.linear(m, 0, end, q, qStride, row, rows, activation, y, yStride)
        }
        tables[2].add_norm = { x, stride, _, _, rows, dim, gamma, beta, epsilon, y, yStride in
            kn_exact(KN_LEVEL_REFERENCE)?.pointee.add_norm(x, stride, nil, 0, rows, dim, gamma, beta, epsilon, y, yStride)
        }
        tables[3].attention = { _ in }
        tables[4].dequantize = { _, _, count, y in if count > 0 { y?[0] = 1 } }
        tables[5].quantize_channel = { _, _, _, scale, sum in
            scale?[0] = 0
            sum?[0] = 0
        }
        tables[6].quantize_blocks = { x, stride, rows, depth, q, qStride, block, blockStride in
            kn_exact(KN_LEVEL_REFERENCE)?.pointee.quantize_blocks(x, stride, rows, depth, q, qStride, block, blockStride)
            if rows > 0 && depth > 0 { block?[0].sum += 1 }
        }
        tables[7].linear_blocks = { m, begin, end, q, qStride, block, blockStride, rows, y, yStride in
            kn_exact(KN_LEVEL_REFERENCE)?.pointee.linear_blocks(m, begin, end, q, qStride, block, blockStride, rows, y, yStride)
            if rows > 0 && begin < end { y?[(rows - 1) * yStride + end * Int(KN_PANEL) - 1] += 1 }
        }
        for (index, table) in tables.enumerated() {
            var table = table
            #expect(kc_compare(&table, 1, 0).failures > 0, "entry \(index)")
        }
    }

    @Test func namedLevelIsTheCeiling() throws {
        #expect(KernelTable.upTo(.reference).name == "reference")
        for level in KernelTable.Level.allCases {
            if let table = KernelTable.exactly(level) {
                #expect(table.name == level.rawValue)
                #expect(KernelTable.upTo(level).name == level.rawValue)
            }
        }
    }
}

extension KernelTable.Level {
    var code: kn_level {
        switch self {
        case .reference: KN_LEVEL_REFERENCE
        case .neon: KN_LEVEL_NEON
        case .neonDotprod: KN_LEVEL_NEON_DOTPROD
        case .neonI8MM: KN_LEVEL_NEON_I8MM
        case .avx2: KN_LEVEL_AVX2
        case .avxvnni: KN_LEVEL_AVXVNNI
        case .avx512vnni: KN_LEVEL_AVX512VNNI
        }
    }
}
