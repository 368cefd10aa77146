/// What stands in source code where a secret would: the expression that fetches it, or its type.
extension SecretContextRecognizer {
    /// `"Bearer "`, `"Bearer \(token)"`: the secret is put in later.
    func isTemplate(_ text: FoldedText, _ value: ArraySlice<UInt8>) -> Bool {
        guard let blank = value.prefix(8).firstIndex(of: .space), Self.schemes.contains(value[value.startIndex..<blank].loweredText) else {
            return false
        }
        let rest = blank + 1
        // `== "Bearer token"`, `"Basic realm=..."`: words.
        let words = value[rest...]
        if words.count < 16, words.allSatisfy({ $0.isASCIILetter || $0 == .equals || $0 == .space }),
            !words.dropFirst().contains(where: \.isUpperCase)
        {
            return true
        }
        return rest >= value.endIndex || [.dollar, .percent, .lessThan, 0x7B].contains(text.at(rest))
            || text.at(rest) == .backslash && text.at(rest + 1) == .openParenthesis
    }

    /// A call, a member of something, a type with parameters: code that names where the value is, not the value.
    func isCode(_ text: FoldedText, _ value: ArraySlice<UInt8>) -> Bool {
        // "(self.name + ...": as what stands behind the parenthesis.
        if value.first == .openParenthesis {
            return value.count > 2 && text.at(value.startIndex + 1) != .openParenthesis && isCode(text, value.dropFirst())
        }
        // "[String]", "[Range<Int>]", "[Entry]?" at the end of a line; "3...8". "[Sommer]" is a password.
        if value.first == .openBracket {
            let type = value.dropFirst().prefix(while: \.isASCIIAlphanumeric)
            // "[REDACTED]".
            if text.at(type.endIndex) == .closeBracket, type.count <= 15, type.endIndex + 1 >= value.endIndex,
                Self.plainWords.contains(type.loweredText) || Self.types.contains(type.loweredText)
            {
                return true
            }
            guard type.first?.isUpperCase == true else { return false }
            switch text.at(type.endIndex) {
            case .lessThan, .colon: return true
            case .closeBracket:
                return Self.types.contains(type.prefix(while: \.isASCIILetter).loweredText) || isDeclared(text, type.endIndex + 1)
            default: return false
            }
        }
        if value.first?.isDigit == true, value.allSatisfy({ $0.isDigit || $0 == .dot || $0 == .lessThan }) {
            return value.contains(.dot) && zip(value, value.dropFirst()).contains { $0 == .dot && $1 == .dot }
        }
        let name = value.prefix { $0.isASCIIAlphanumeric || $0 == .underscore }
        guard let first = name.first, first.isASCIILetter || first == .underscore else { return false }
        let next = text.at(name.endIndex)
        // "z.string().min(8)".
        guard name.count >= 2 else { return next == .dot && text.at(name.endIndex + 1).isASCIILetter && value.contains(.openParenthesis) }
        // "password = other_name" with blanks around the sign; settings files have none.
        if name.count == value.count, name.contains(.underscore), name.allSatisfy({ $0.isASCIILetter || $0 == .underscore }),
            text.at(name.startIndex - 1) == .space, text.at(name.startIndex - 2) == .equals
        {
            return true
        }
        if next == .openParenthesis { return text.at(name.endIndex + 1) != .openParenthesis }
        // "password: bytes):".
        if next == .closeParenthesis, name.count <= 15, Self.plainWords.contains(name.loweredText) { return true }
        if next == .openBracket || next == .lessThan { return name.allSatisfy(\.isASCIILetter) }
        guard next == .dot, name.allSatisfy({ $0.isASCIILetter || $0 == .underscore }) else { return false }
        // "parsed.password", "typing.Optional[bytes]".
        let member = value[name.endIndex...].dropFirst()
        return Self.objects.contains(name.loweredText) || value.contains(.openParenthesis)
            || Self.members.contains(member.prefix(16).loweredText)
            || member.drop(while: \.isASCIILetter).first == .openBracket
    }

    /// Behind "[Entry]": a value is assigned, or "?" ends the line.
    private func isDeclared(_ text: FoldedText, _ end: Int) -> Bool {
        text.at(end) == 0x3F && (text.at(end + 1).isNewline || end + 1 >= text.bytes.count)
            || text.at(end) == .space && text.at(end + 1) == .equals
    }

    private static let types: Set<String> = [
        "string", "substring", "character", "int", "uint", "data", "bool", "any", "float", "double", "token", "tokens", "password", "byte",
        "object", "value", "element", "optional", "number", "char", "secret", "credential", "key", "filtered", "removed", "sensitive",
    ]
    private static let members: Set<String> = [
        "password", "passwd", "pass", "pwd", "secret", "token", "key", "access_token", "api_key", "apikey",
    ]
    private static let objects: Set<String> = [
        "self", "this", "super", "process", "os", "sys", "system", "env", "environ", "config", "cfg", "settings", "options", "opts", "args",
        "params", "props", "req",
        "request", "res", "response", "user", "secrets", "vars", "var", "local", "data", "credentials", "creds", "app", "context", "ctx",
        "state", "event", "input",
        "form", "body", "session", "account", "client", "vault", "keychain", "module", "inputs", "github", "values",
    ]
}
