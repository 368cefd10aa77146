/// Cuts a Markdown article into passages. The first line with text is `# Title`. A passage never crosses a section heading (`##` and deeper);
/// within a section, paragraphs, lists and code blocks are gathered while they fit, and one that does not fit alone is cut at line ends, then
/// at sentence ends, then between words.
package struct Chunker: Sendable {
    /// Bounds of one passage's text, in Unicode scalars. 900 of English are about 200 word pieces, which leaves room for the title in a context of 256.
    package var limit: Int
    /// A section that ends with less than this gives its last piece to the passage before it, where that stays under `limit`.
    package var least: Int

    package init(limit: Int = 900, least: Int = 120) {
        precondition(limit >= 40 && least >= 0 && least < limit)
        self.limit = limit
        self.least = least
    }

    /// - Throws: `badArticle`, naming the line.
    package func passages(of article: String, documentID: String) throws(RetrievalError) -> [Passage] {
        let lines = article.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { String($0) }
        guard let first = lines.firstIndex(where: { !Self.isBlank($0) }) else {
            throw RetrievalError(
                .badArticle, subject: documentID, field: "line 1", expected: "a title line '# ...'", found: "an empty article")
        }
        guard let title = Self.heading(lines[first]), title.level == 1, !title.text.isEmpty else {
            throw RetrievalError(
                .badArticle, subject: documentID, field: "line \(first + 1)", expected: "a title line '# ...'", found: "a line without it")
        }
        var passages: [Passage] = []
        for section in sections(lines[(first + 1)...]) {
            for text in gather(section) { passages.append(Passage(documentID: documentID, title: title.text, text: text)) }
        }
        guard !passages.isEmpty else {
            throw RetrievalError(
                .badArticle, subject: documentID, field: "line \(lines.count)", expected: "text below the title",
                found: "the end of the article")
        }
        return passages
    }

    private struct Section {
        var heading: String?
        var blocks: [String] = []
    }

    /// Blocks are runs of lines without a blank one between them; a fenced block stays whole.
    private func sections(_ lines: ArraySlice<String>) -> [Section] {
        var sections = [Section()]
        var block: [String] = []
        var fence = false
        func close() {
            if !block.isEmpty { sections[sections.count - 1].blocks.append(block.joined(separator: "\n")) }
            block = []
        }
        for line in lines {
            let isFence = line.drop { $0 == " " }.hasPrefix("```")
            if isFence { fence.toggle() }
            if !fence, !isFence, let heading = Self.heading(line) {
                close()
                sections.append(Section(heading: heading.text))
            } else if !fence, Self.isBlank(line) {
                close()
            } else {
                block.append(Self.trimmedEnd(line))
            }
        }
        close()
        return sections.filter { !$0.blocks.isEmpty }
    }

    private func gather(_ section: Section) -> [String] {
        let heading = section.heading.map { $0 + "\n" } ?? ""
        let room = max(40, limit - heading.unicodeScalars.count)
        var pieces: [String] = []
        for block in section.blocks.flatMap({ cut($0, room: room) }) {
            if let last = pieces.last, Self.size(last) + 2 + Self.size(block) <= room {
                pieces[pieces.count - 1] = last + "\n\n" + block
            } else {
                pieces.append(block)
            }
        }
        if pieces.count > 1, let last = pieces.last, Self.size(last) < least {
            let before = pieces[pieces.count - 2]
            if Self.size(before) + 2 + Self.size(last) <= limit {
                pieces.removeLast(2)
                pieces.append(before + "\n\n" + last)
            }
        }
        return pieces.map { heading + $0 }
    }

    /// `block` in pieces of at most `room` scalars.
    private func cut(_ block: String, room: Int) -> [String] {
        if Self.size(block) <= room { return [block] }
        var scalars = Array(block.unicodeScalars)[...]
        var pieces: [String] = []
        while scalars.count > room {
            let window = scalars.prefix(room)
            let half = window.startIndex + room / 2
            let end =
                window[half...].lastIndex(of: "\n")
                ?? window[half...].indices.last { Self.endsSentence(window[$0]) && $0 + 1 < scalars.endIndex && scalars[$0 + 1] == " " }.map
            { $0 + 1 }
                ?? window[half...].lastIndex(of: " ") ?? window.endIndex
            pieces.append(Self.trimmed(scalars[..<end]))
            scalars = scalars[end...].drop { $0 == " " || $0 == "\n" }
        }
        if !scalars.isEmpty { pieces.append(Self.trimmed(scalars)) }
        return pieces.filter { !$0.isEmpty }
    }

    private static func endsSentence(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "!" || scalar == "?" }

    private static func size(_ text: String) -> Int { text.unicodeScalars.count }

    private static func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        let body = scalars.drop { $0 == " " || $0 == "\n" }
        view.append(contentsOf: body[..<((body.lastIndex { $0 != " " && $0 != "\n" }).map { $0 + 1 } ?? body.startIndex)])
        return String(view)
    }

    private static func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }

    private static func trimmedEnd(_ line: String) -> String {
        line.lastIndex { !$0.isWhitespace }.map { String(line[...$0]) } ?? ""
    }

    /// An ATX heading (CommonMark 4.2): one to six `#`, then a space.
    private static func heading(_ line: String) -> (level: Int, text: String)? {
        let hashes = line.prefix { $0 == "#" }
        guard (1...6).contains(hashes.count), line.dropFirst(hashes.count).first == " " else { return nil }
        let text = trimmedEnd(String(line.dropFirst(hashes.count).drop { $0.isWhitespace }))
        return (hashes.count, text)
    }
}
