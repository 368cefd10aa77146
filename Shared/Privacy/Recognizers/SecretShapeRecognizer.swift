/// Credentials that tell by their own form: API keys with a vendor's prefix, JSON web tokens, private key blocks, recovery and product keys.
struct SecretShapeRecognizer: Recognizer {
    /// A vendor's prefix and the length of what follows it.
    private struct Prefix {
        let bytes: [UInt8]
        let body: ClosedRange<Int>
        let rule: String

        init(_ text: String, _ body: ClosedRange<Int>, _ rule: String) {
            bytes = Array(text.utf8)
            self.body = body
            self.rule = rule
        }
    }

    private static let twilio = "secret-twilio"

    /// Prefixes as their vendors publish them for secret scanners. Longer ones stand first.
    private static let prefixes: [UInt8: [Prefix]] = {
        let all = [
            Prefix("sk_live_", 10...200, "secret-stripe"), Prefix("sk_test_", 10...200, "secret-stripe"),
            Prefix("rk_live_", 10...200, "secret-stripe"),
            Prefix("whsec_", 16...200, "secret-stripe"), Prefix("sk-", 16...300, "secret-sk"),
            Prefix("ghp_", 20...300, "secret-github"), Prefix("gho_", 20...300, "secret-github"), Prefix("ghu_", 20...300, "secret-github"),
            Prefix("ghs_", 20...300, "secret-github"), Prefix("ghr_", 20...300, "secret-github"),
            Prefix("github_pat_", 20...300, "secret-github"),
            Prefix("glpat-", 16...300, "secret-gitlab"), Prefix("AKIA", 16...16, "secret-aws-key-id"),
            Prefix("ASIA", 16...16, "secret-aws-key-id"),
            Prefix("xoxb-", 10...300, "secret-slack"), Prefix("xoxp-", 10...300, "secret-slack"), Prefix("xoxa-", 10...300, "secret-slack"),
            Prefix("xoxr-", 10...300, "secret-slack"), Prefix("xoxs-", 10...300, "secret-slack"), Prefix("xapp-", 10...300, "secret-slack"),
            Prefix("AIza", 30...60, "secret-google"), Prefix("ya29.", 20...600, "secret-google"),
            Prefix("hf_", 20...80, "secret-hugging-face"),
            Prefix("npm_", 30...60, "secret-npm"), Prefix("pypi-", 40...400, "secret-pypi"),
            Prefix("dop_v1_", 40...100, "secret-digitalocean"),
            Prefix("shpat_", 20...60, "secret-shopify"), Prefix("SG.", 40...120, "secret-sendgrid"),
            Prefix("dapi", 32...40, "secret-databricks"),
            Prefix("eyJ", 20...8192, "secret-jwt"),
            Prefix("rk_test_", 10...200, "secret-stripe"), Prefix("gldt-", 16...300, "secret-gitlab"),
            Prefix("glrt-", 16...300, "secret-gitlab"),
            Prefix("glptt-", 30...300, "secret-gitlab"), Prefix("glcbt-", 16...300, "secret-gitlab"),
            Prefix("AROA", 16...17, "secret-aws-key-id"), Prefix("AIDA", 16...17, "secret-aws-key-id"),
            Prefix("ABIA", 16...16, "secret-aws-key-id"), Prefix("ACCA", 16...16, "secret-aws-key-id"),
            Prefix("xoxc-", 10...300, "secret-slack"), Prefix("xoxd-", 10...300, "secret-slack"), Prefix("xoxe-", 10...300, "secret-slack"),
            Prefix("GOCSPX-", 20...60, "secret-google"), Prefix("dckr_pat_", 20...60, "secret-docker"),
            Prefix("doo_v1_", 40...100, "secret-digitalocean"), Prefix("dor_v1_", 40...100, "secret-digitalocean"),
            Prefix("shpca_", 20...60, "secret-shopify"), Prefix("shpss_", 20...60, "secret-shopify"),
            Prefix("shppa_", 20...60, "secret-shopify"),
            Prefix("sq0atp-", 20...60, "secret-square"), Prefix("sq0csp-", 30...80, "secret-square"),
            Prefix("rubygems_", 40...60, "secret-rubygems"), Prefix("glsa_", 30...80, "secret-grafana"),
            Prefix("lin_api_", 30...60, "secret-linear"), Prefix("ntn_", 30...60, "secret-notion"),
            Prefix("figd_", 30...80, "secret-figma"),
            Prefix("nvapi-", 40...100, "secret-nvidia"), Prefix("gsk_", 40...80, "secret-groq"), Prefix("r8_", 30...60, "secret-replicate"),
            Prefix("xai-", 40...120, "secret-xai"), Prefix("pplx-", 40...80, "secret-perplexity"),
            Prefix("PMAK-", 40...80, "secret-postman"),
            Prefix("sntrys_", 40...400, "secret-sentry"), Prefix("CFPAT-", 30...60, "secret-contentful"),
            Prefix("ATATT3", 60...400, "secret-atlassian"), Prefix("pul-", 40...40, "secret-pulumi"),
            Prefix("key-", 32...32, "secret-mailgun"),
            Prefix("hvs.", 20...300, "secret-vault"), Prefix("hvb.", 20...400, "secret-vault"),
            Prefix("AC", 32...32, twilio), Prefix("SK", 32...32, twilio),
            Prefix("AGE-SECRET-KEY-1", 58...58, "secret-age"), Prefix("EAACEdEose0cBA", 20...400, "secret-facebook"),
        ]
        return Dictionary(grouping: all) { $0.bytes[0] }
    }()

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        var account: Int?
        while index < bytes.count {
            let byte = bytes[index]
            if byte == .hyphen, let end = privateKeyEnd(text, at: index) {
                findings.append(Finding(entity: .secret, start: index, end: end, score: 1, rule: "secret-private-key", reasons: ["form"]))
                index = end
                continue
            }
            guard byte.isASCIIAlphanumeric, isBoundary(text.at(index - 1)) else {
                index += 1
                continue
            }
            if let (end, rule) = prefixed(text, at: index) ?? groupedKey(text, at: index) ?? twilioToken(text, at: index, account: account)
            {
                if rule == Self.twilio { account = end }
                findings.append(Finding(entity: .secret, start: index, end: end, score: 1, rule: rule, reasons: ["form", "prefix"]))
                index = end
            } else {
                while index < bytes.count, bytes[index].isASCIIAlphanumeric { index += 1 }
            }
        }
    }

    private func isBoundary(_ byte: UInt8) -> Bool { !byte.isAlphanumeric && byte != .hyphen && byte != .underscore }

    private func prefixed(_ text: FoldedText, at start: Int) -> (end: Int, rule: String)? {
        guard let candidates = Self.prefixes[text.bytes[start]] else { return nil }
        for prefix in candidates where hasPrefix(text, at: start, prefix.bytes) {
            let body = start + prefix.bytes.count
            var end = body
            let isDotted = prefix.rule == "secret-jwt" || prefix.rule == "secret-sendgrid" || prefix.rule == "secret-google"
            while end < text.bytes.count, end - body <= prefix.body.upperBound,
                isKeyByte(text.bytes[end]) || (isDotted && text.bytes[end] == .dot)
            { end += 1 }
            while end > body, text.bytes[end - 1] == .dot { end -= 1 }
            guard prefix.body.contains(end - body) || end - body > prefix.body.upperBound && prefix.body.count > 1 else { continue }
            let content = text.bytes[body..<end]
            if prefix.rule == "secret-jwt" {
                // Header, claims, signature; the signature may be empty in an unsigned one.
                guard content.count(where: { $0 == .dot }) >= 1 else { continue }
            } else if prefix.rule == "secret-aws-key-id" {
                guard content.allSatisfy({ $0.isUpperCase || $0.isDigit }) else { continue }
            } else if prefix.rule == Self.twilio {
                guard Self.isDigest(content) else { continue }
            } else if !content.contains(where: \.isDigit), !content.contains(where: \.isUpperCase) {
                // "sk-learn-contrib-packages" is words.
                continue
            }
            return (end, prefix.rule)
        }
        return nil
    }

    /// A token of Twilio has no form but that of a digest: only behind the company's name or the number of an account.
    private func twilioToken(_ text: FoldedText, at start: Int, account: Int?) -> (end: Int, rule: String)? {
        let end = start + Self.digestLength
        guard end <= text.bytes.count, isBoundary(text.at(end)), Self.isDigest(text.bytes[start..<end]) else { return nil }
        if let account, start - account <= Self.accountWindow { return (end, Self.twilio) }
        return text.lowered(start - Self.accountWindow, start).contains("twilio") ? (end, Self.twilio) : nil
    }

    private static let digestLength = 32
    private static let accountWindow = 64

    private static func isDigest(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { $0.isHex && !$0.isUpperCase } && bytes.contains(where: \.isDigit) && bytes.contains(where: \.isASCIILetter)
    }

    private func isKeyByte(_ byte: UInt8) -> Bool { byte.isASCIIAlphanumeric || byte == .underscore || byte == .hyphen }

    private func hasPrefix(_ text: FoldedText, at start: Int, _ prefix: [UInt8]) -> Bool {
        guard start + prefix.count <= text.bytes.count else { return false }
        for offset in 0..<prefix.count where text.bytes[start + offset] != prefix[offset] { return false }
        return true
    }

    /// BitLocker recovery passwords (eight groups of six digits) and product keys (five groups of five letters and digits).
    private func groupedKey(_ text: FoldedText, at start: Int) -> (end: Int, rule: String)? {
        if text.at(start + 6) == .hyphen, let end = groups(text, at: start, count: 8, size: 6, where: \.isDigit) {
            return (end, "secret-recovery-key")
        }
        if text.at(start + 5) == .hyphen, let end = groups(text, at: start, count: 5, size: 5, where: { $0.isUpperCase || $0.isDigit }),
            text.bytes[start..<end].contains(where: \.isDigit), text.bytes[start..<end].contains(where: \.isUpperCase)
        {
            return (end, "secret-product-key")
        }
        return nil
    }

    private func groups(_ text: FoldedText, at start: Int, count: Int, size: Int, where isAllowed: (UInt8) -> Bool) -> Int? {
        var index = start
        for group in 0..<count {
            if group > 0 {
                guard text.at(index) == .hyphen else { return nil }
                index += 1
            }
            for _ in 0..<size {
                guard isAllowed(text.at(index)) else { return nil }
                index += 1
            }
        }
        return isBoundary(text.at(index)) ? index : nil
    }

    /// From "-----BEGIN ... PRIVATE KEY-----" to the end of its END line, or of its base64 when that line is missing.
    private func privateKeyEnd(_ text: FoldedText, at start: Int) -> Int? {
        let bytes = text.bytes
        guard text.at(start - 1) != .hyphen, hasPrefix(text, at: start, Self.begin) else { return nil }
        var index = start + Self.begin.count
        let label = index
        while index < bytes.count, index - label < 40, bytes[index] != .hyphen { index += 1 }
        let header = bytes[label..<index]
        guard header.count >= Self.privateKey.count, Self.contains(header, Self.privateKey), hasPrefix(text, at: index, Self.dashes) else {
            return nil
        }
        index += Self.dashes.count
        let body = index
        // Base64, line breaks (also written as \n inside a string) and the headers of an encrypted key.
        while index < bytes.count, bytes[index] != .hyphen || !hasPrefix(text, at: index, Self.dashes) {
            let byte = bytes[index]
            guard
                byte.isASCIIAlphanumeric || byte.isSpace || byte == .plus || byte == .slash || byte == .equals || byte == .backslash
                    || byte == .colon
                    || byte == .comma || byte == .hyphen
            else { return hasContent(bytes[body..<index]) ? index : nil }
            index += 1
        }
        guard hasContent(bytes[body..<index]) else { return nil }
        guard hasPrefix(text, at: index, Self.end) else { return index }
        index += Self.end.count
        while index < bytes.count, bytes[index] != .hyphen, !bytes[index].isNewline { index += 1 }
        while index < bytes.count, bytes[index] == .hyphen { index += 1 }
        return index
    }

    /// A header alone is no key.
    private func hasContent(_ body: ArraySlice<UInt8>) -> Bool { body.contains(where: \.isASCIIAlphanumeric) }

    private static let dashes: [UInt8] = Array("-----".utf8)
    private static let begin: [UInt8] = Array("-----BEGIN ".utf8)
    private static let end: [UInt8] = Array("-----END ".utf8)
    private static let privateKey: [UInt8] = Array("PRIVATE KEY".utf8)

    private static func contains(_ bytes: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
        for start in bytes.startIndex...(bytes.endIndex - word.count) where bytes[start..<start + word.count].elementsEqual(word) {
            return true
        }
        return false
    }
}
