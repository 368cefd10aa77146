import FoundationEssentials

/// Texts to measure on, from a file.
enum BenchTexts {
    /// One per line; in a file named `.jsonl` each line is a JSON string. Empty lines count for nothing.
    static func lines(_ path: String) throws -> [String] {
        guard let data = try? Data(contentsOf: URL(filePath: path)), let content = String(validating: data, as: UTF8.self) else {
            throw UsageError("\(path): not a readable file of UTF-8")
        }
        var texts: [String] = []
        for line in content.split(whereSeparator: \.isNewline) {
            guard path.hasSuffix(".jsonl") else {
                texts.append(String(line))
                continue
            }
            guard let text = try? JSONDecoder().decode(String.self, from: Data(line.utf8)) else {
                throw UsageError("\(path): text \(texts.count + 1) is not a JSON string")
            }
            texts.append(text)
        }
        guard !texts.isEmpty else { throw UsageError("\(path): no text") }
        return texts
    }

    /// {"8": text of 8 tokens, ...}
    static func byLength(_ path: String) throws -> [Int: String] {
        guard let object = try? JSONDecoder().decode([String: String].self, from: Data(contentsOf: URL(filePath: path))) else {
            throw UsageError("\(path): not a JSON object of texts")
        }
        var texts: [Int: String] = [:]
        for (key, text) in object {
            guard let length = Int(key) else { throw UsageError("\(path): '\(key)' is no number of tokens") }
            texts[length] = text
        }
        return texts
    }
}
