/// Follows a JSON text and knows how many strings the current place lies in: 1 inside a string of the text, 2 inside a string of a JSON text that such a string
/// holds, and so on; 0 outside strings. A value that is put there is escaped as often.
///
/// A string counts as holding JSON when its content begins with an object, or with an array whose first element is a string or an object. A quote of depth n is
/// written with 2^(n-1) - 1 backslashes; every other quote is content.
struct JSONDepth {
    /// Deeper strings are taken as plain text: each level doubles the backslashes.
    static let deepest = 4

    private(set) var depth = 0
    /// By depth, from 1: what the string there holds.
    private var contents = [Content](repeating: .undecided, count: deepest + 1)
    private var backslashes = 0

    private enum Content {
        /// Nothing but white space so far.
        case undecided
        case afterBrace
        case afterBracket
        case json
        case text
    }

    mutating func pass(_ scalar: Unicode.Scalar) {
        if scalar == "\\" {
            backslashes += 1
            return
        }
        let count = backslashes
        backslashes = 0
        if scalar == "\"" {
            quote(after: count)
        } else if depth > 0 {
            contents[depth] = Self.content(contents[depth], then: scalar, isEscaped: count > 0)
        }
    }

    /// A value was put here.
    mutating func passValue() {
        backslashes = 0
        if depth > 0, contents[depth] != .json { contents[depth] = .text }
    }

    private static func content(_ content: Content, then scalar: Unicode.Scalar, isEscaped: Bool) -> Content {
        let isBlank =
            isEscaped
            ? scalar == "n" || scalar == "r" || scalar == "t" : scalar == " " || scalar == "\n" || scalar == "\r" || scalar == "\t"
        switch (content, scalar) {
        case (.json, _), (.text, _): return content
        case (.undecided, "{") where !isEscaped: return .afterBrace
        case (.undecided, "[") where !isEscaped: return .afterBracket
        case (.afterBracket, "{") where !isEscaped: return .json
        case (.afterBrace, "}") where !isEscaped: return .json
        default: return isBlank ? content : .text
        }
    }

    /// A quote after so many backslashes, looked at from the outermost string inwards: what one string reads as half as many is the next one's text.
    private mutating func quote(after backslashes: Int) {
        var count = backslashes
        var level = 1
        while level <= depth {
            if count % 2 == 0 {
                depth = level - 1
                if depth > 0 { contents[depth] = .json }
                return
            }
            count /= 2
            if level == depth {
                switch contents[level] {
                case .afterBrace, .afterBracket, .json: break
                case .undecided, .text:
                    contents[level] = .text
                    return
                }
                contents[level] = .json
            }
            level += 1
        }
        // Outside strings at this level: here begins one.
        guard count == 0, level <= Self.deepest else { return }
        depth = level
        contents[level] = .undecided
    }
}
