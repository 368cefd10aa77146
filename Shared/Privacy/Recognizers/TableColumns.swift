/// Tables in plain text: lines cut by commas, semicolons, bars or tabs, the first of which names the columns. A cell is labelled by its column as a value in a form
/// is by the word before it, and what stands in the cell before says nothing about it.
enum TableColumns {
    private static let delimiters: [UInt8] = [.tab, 0x7C, .semicolon, .comma]
    private static let mostColumns = 64
    private static let longestName = 32

    private struct Header {
        let line: Range<Int>
        let delimiter: UInt8
        /// The cues in each column's name.
        let columns: [Cue]
    }

    /// `words` (in order), those of headers replaced by a word of no length for each cell under them, at the cell's first byte. One pass over the text's lines; a line is cut at most
    /// once by the delimiter of its table and once by its own.
    static func labelled(_ words: [CueWord], _ text: FoldedText) -> [CueWord] {
        let bytes = text.bytes
        guard words.count > 0, bytes.contains(where: \.isNewline) else { return words }
        var cells: [CueWord] = []
        var headers: [Range<Int>] = []
        var header: Header?
        var start = 0
        var word = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, !bytes[end].isNewline { end += 1 }
            while word < words.count, words[word].start < start { word += 1 }
            if let found = header, let fields = fields(bytes, start, end, found.delimiter), fields.count == found.columns.count {
                if headers.last != found.line { headers.append(found.line) }
                for (field, cue) in zip(fields, found.columns) {
                    cells.append(
                        CueWord(start: field.lowerBound, end: field.lowerBound, cue: cue.union(.column), cellEnd: field.upperBound))
                }
            } else if !isRule(bytes[start..<end]), !(start == end && start > 0 && bytes[start - 1] == 0x0D) {
                header = self.header(bytes, start, end, words[word...])
            }
            start = end + 1
        }
        return cells.isEmpty ? words : merged(words, cells, without: headers)
    }

    /// The names of columns in a line: at least two, short, without digits, one of which is a cue.
    private static func header(_ bytes: [UInt8], _ start: Int, _ end: Int, _ words: ArraySlice<CueWord>) -> Header? {
        guard let first = words.first, first.start < end,
            let delimiter = delimiters.first(where: { bytes[start..<end].contains($0) }),
            let fields = fields(bytes, start, end, delimiter), fields.count >= 2
        else { return nil }
        var columns: [Cue] = []
        var word = words.startIndex
        for field in fields {
            let name = bytes[field]
            guard name.count <= longestName, name.contains(where: \.isLetter), !name.contains(where: { $0.isDigit || $0 == .colon }) else {
                return nil
            }
            var cue: Cue = []
            while word < words.endIndex, words[word].start < field.upperBound {
                if words[word].start >= field.lowerBound { cue.formUnion(words[word].cue) }
                word += 1
            }
            columns.append(cue)
        }
        return columns.contains { !$0.isEmpty } ? Header(line: start..<end, delimiter: delimiter, columns: columns) : nil
    }

    /// The cells of a line without the blanks and quotes around them; a delimiter between double quotes is part of a cell. Bars at both ends frame the line.
    private static func fields(_ bytes: [UInt8], _ start: Int, _ end: Int, _ delimiter: UInt8) -> [Range<Int>]? {
        var fields: [Range<Int>] = []
        var first = start
        var isQuoted = false
        for index in start...end {
            if index < end {
                if bytes[index] == .doubleQuote { isQuoted.toggle() }
                guard bytes[index] == delimiter, !isQuoted else { continue }
            }
            let field = trimmed(bytes, first, index)
            if !(delimiter == 0x7C && field.isEmpty && (first == start || index == end)) { fields.append(field) }
            if fields.count > mostColumns { return nil }
            first = index + 1
        }
        return fields
    }

    private static func trimmed(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Range<Int> {
        var (start, end) = (start, end)
        while start < end, bytes[start].isSpace || bytes[start] == .doubleQuote { start += 1 }
        while end > start, bytes[end - 1].isSpace || bytes[end - 1] == .doubleQuote { end -= 1 }
        return start..<end
    }

    /// "|----|----|", "+====+====+": between the header and the cells, and under them.
    private static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
        !line.isEmpty
            && line.allSatisfy {
                $0.isSpace || $0 == .hyphen || $0 == .equals || $0 == .plus || $0 == 0x7C || $0 == .colon || $0 == .underscore
            }
    }

    /// Both in one order, without the words of the tables' own headers: they speak through the cells, not for what happens to stand behind the header.
    private static func merged(_ words: [CueWord], _ cells: [CueWord], without headers: [Range<Int>]) -> [CueWord] {
        var merged: [CueWord] = []
        merged.reserveCapacity(words.count + cells.count)
        var next = 0
        var header = 0
        for word in words {
            while next < cells.count, cells[next].start <= word.start {
                merged.append(cells[next])
                next += 1
            }
            while header < headers.count, headers[header].upperBound <= word.start { header += 1 }
            if header < headers.count, headers[header].contains(word.start) { continue }
            merged.append(word)
        }
        merged.append(contentsOf: cells[next...])
        return merged
    }
}
