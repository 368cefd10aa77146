import Foundation
import Testing

@testable import Privacy

/// No recognizer traps wherever a text ends, and none takes more than linear time on text made to delay it.
@Suite struct LinearTimeTests {
    private static let anonymizer = Anonymizer()

    /// One of everything a recognizer looks ahead or back for.
    private static let samples = [
        "name,employee_id,dob\nJo,\"E-20331\",1980-04-03\r\n| a | b |\n|---|---|\n| 1 | 2 |",
        "MRN: 00451278, Az.: 3 O 123/21; N.º de expediente 123/2021 # 12",
        "user name is j.smith42, @jo_fisher @override func x\n  @main\n'a'@'b' /home/jo/x C:\\Users\\jo\\",
        "born on Monday, 5 November 2024 at 10:30 am +0100; 12-Jan-23, 03/2027",
        "salary of $85,000 a year, 65.000 € Gehalt, pay rate 5k", "aged 43, âgé de 43 ans, 34-year-old, 18 years of age or older, I'm 34",
        "BIC: DEUTDEFF500 ZIP: K1A 0B1",
        "+1 (212) 555-0143 ext. 9, (+358) 91390996, my number is 06-8/907 8666",
        "card 4111 1111\n1111 1111, DE89 3704 0044 0532 0130 00, SSN 2l9-09-9999",
        "2:21-cv-01234-ABC 1HGCM82633A004352 MRN-4471902 EIN is 12-3456789 plate: B-AB 1234",
        "password (temporary): 'x y', token => abc, jo (at) example (dot) com, \"a b\"@x.org",
        "passphrase: a b c. seed phrase is a b; your code is 482 913, 2FA-Code: G-123456, code de vérification : 1234",
        "curl -u a:bcd sshpass -p 'x y' mysql -px1 <password>abc</password> hooks.slack.com/services/T1/B2/abcdefghij 123456789:AA",
        "visa4111111111111111 4111_1111 - 1111 (4111) 1 2 3 DE 89\n3704.0044 %2B49%2030%2090 415_555_0132 CORP\\jo a 5 year old laptop is",
        "_4539578763621486_ a__12345678Z_x.pdf +4539578763621486, %B4539578763621486^ IBANDE89370400440532013000 6759-6498-2643-8453-05",
        "VAT CHE-109.367.393 TVA FR 44 732 829 320 BTW NL123456789B13 sort code 20-45-77 Patient (6889093100) (11) 98765-4321",
        "DOB: 12MAR1984 née le 12/03/84 d.o.b. 840312 ID 20394481 plate 7ABC123 booking reference KX7P2Q max-age=60 age 43 s",
        "cosmos19e7jcqaf2pawye0v7k6n26y955ee8gszam7rvl bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        "GAWXCFSCW4TLARABMJ6KT65MGL24QUYPWGIDZRG3AISYOF4SDJEID4FK",
        "T: 4155552671 | [415] 555-2671, Tel.No.0171 / 234 - 0, 212 . 555 . 0187; bel me op 612345678, call 1234567 times",
        "src:10.0.0.1 ip6:2001:db8::1 john dot doe at gmail dot com, a.b @ gmail.com a=40b.org j@[1.1.1.1] hxxps://e[.]example[.]com",
        "drwxr-xr-x 2 jo jo 4 ssh jo@10.0.0.1 // TODO(jo_b): u/jo_b IG: jo.b t.me/annab99 DECLARE @x INT\n * @brief x\n  return @list;\n",
        "$6$salt$abc M1.a.b s.aB3 abc8Q~xyz -ghp_012345678901234567890 | password | Tulip88 | password for x: Tulip88, cvv2: 123 Cookie: sid=abc12345; a=b INSERT INTO u (a, password) VALUES ('b', 'c1') pwd={a;b1};",
        "define('DB_PASSWORD', 'hunter22') - name: \"DB_PASSWORD\"\n  value: \"s3cret99\" a@b.org:Tulip88 net use Z: x Tulip88 /user:a htpasswd -b f a Tulip88",
        "passwords: Tulip88, Rose99 and Lily77 密码：{Tulip88} password 7 0822455D0A16 Tulip88 as password",
        "https://u:p@h.org/(x)?a=[::1] 2001:db8::1/64 10.0.0.1/24 00-00-5e-00-53-af -----BEGIN RSA PRIVATE KEY-----\nMII",
    ]

    @Test func noTextTrapsWhereverItBeginsOrEnds() {
        for sample in Self.samples {
            let scalars = Array(sample.unicodeScalars)
            for cut in scalars.indices {
                // Ends are what code looks past; beginnings it seldom looks before.
                for part in cut % 4 == 0 ? [scalars[..<cut], scalars[cut...]] : [scalars[..<cut]] {
                    let text = FoldedText(part, count: part.count)
                    let cues = ContextCues(text)
                    var findings: [Finding] = []
                    for recognizer in PatternRecognizers.all { recognizer.find(in: text, cues: cues, into: &findings) }
                    for finding in findings {
                        #expect(0 <= finding.start && finding.start < finding.end && finding.end <= text.bytes.count, "\(finding.rule)")
                    }
                }
            }
        }
    }

    /// Each is repeated to the length wanted. What a recognizer must look at again for each repetition would make it quadratic.
    private static let hostile = [
        "1", "a", "1 ", "1-", "1.", "a.", "a@", "@", "(", "+1 ", "(1)", "12/", "2:", ":", "::", "4111 ", "1,", "\"", "'", "[", "a:b@",
        "://", "a://", "pwd ", "pwd:", "pwd is ",
        "token=\"", "key ", "MRN ", "case no ", "no ", "patient patient ", "number number ", "# ", "n° ", "user ", "user:", "@a ", "/home/",
        "born ", "May 5 ", "Monday ", "in 2004 ",
        "salary ", "pay: $", "age ", "43 years ", "DE89 3704 ", "GB82", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "eyJ.", "sk-",
        "a,b\n", "phone,ssn\n1,2\n", "|a|b|\n", "\n",
        "phone ", "call 1 ", "BIC ", "zip ", "A1 ", "A1A ", "is ", "999-99-9999 ", "00:", "(at)", "&#64;", "%40", "xn--",
        "AAAAAA11A11A111A", "2:21-cv-", "AB 12 ", "é", "\u{200B}",
        "password (", "password password: ", "1HGCM82633A004352", "0x", "bc1q", "=", "aB3", "A-", "MRN-", "1_", "a_", "Az.: 3 O ", "€1 ",
        "passphrase: ", "passphrase is blue ", "seed phrase: a ", "your code ", "code de ", "OTP ", "curl -u ", "curl -u a:bcd ", "-p",
        " -p ", "-u \"", "password</a>", "password\"><a>", "password>", "1 is your code ", "is your ", "1 code ", "**", "password:** ",
        "hooks.slack.com/services/", "123456789:A", "AC0123456789abcdef0123456789abcdef ", "<password>", "A\\", "%2B", "%2B49%20", "4_",
        "4  ", "DE 89 ", "_", "1_1", "_4111", "GB ", "FR 44 ", "CHE-", "VAT GB1 ", "IBAN", "ID ", "dob ", "dob 12", "ne le ", "ur. ",
        "sort code ",
        "patient (", "+4539", "%B4", "cosmos1", "q", "GA", "12.345.", "4539-5787-6362-1486-",
        "4111 - ", "1 years old ", "token_",
        "T: 4155552671 | ", "bel me op 1", "call the 1 ", "[415] 5-", "0 / ", "Tel.", "Ph.1", "src:1.1.1.1:", "a:", " at ",
        "a at b dot com ", " dot a at gmail ",
        "a=40", " @ ", "a@[", "hxxp://a[.]", "[.]", " @a ", " * @a ", "//@a\n", "@a;\n ", "my @a ", "$a @b ", "ssh a@b ", "a@1.1.1.1 ",
        "-rw-r--r-- 1 a a\n", "TODO(",
        "TODO(abc): ", "t.me/a", "u/abc ", "IG: a.b ", "twitter is ",
        "ghp_", "$1$", "$6$a$", "-ghp_", "8Q~", "cvv ", "Cookie: a=b; ", "cookie:a=", "password for ", "| password | ",
        "passwords: a1b2c3, ", "password: {", "password:\n\n",
        "f('password', '", "- name: password\n value: ", "a1b2c3 as password ", "a@b.org:c1d2e3 ", "a@b.org:", " /user:",
        "net use /user:a ", "htpasswd -b ",
        "密码：", "пароль ", "M.", "xprv", "password 7 01", "key_", "password,", "(password) values (", "pwd={", "(password, ",
        "a.zz/", "www.com/", "http://-", "http://[", "a.com@", "www.a.com",
    ]

    /// Work grows with the length: eight times the text may cost a little more than eight times the processor's time, and sixty-four times if it were quadratic.
    /// Processor time of this thread, the least of several runs, so neighbours on the machine count for nothing.
    @Test(arguments: hostile)
    func timeGrowsWithTheLength(_ unit: String) {
        let short = Self.folded(unit, length: 2048)
        let long = Self.folded(unit, length: 16384)
        for recognizer in PatternRecognizers.all {
            let before = Self.least(short, recognizer)
            let after = Self.least(long, recognizer)
            // Below a millisecond both are noise.
            #expect(after < 1_000_000 || after < 24 * max(before, 20_000), "\(type(of: recognizer)): \(before) ns, then \(after) ns")
        }
    }

    private struct Prepared {
        let text: FoldedText
        let cues: ContextCues
    }

    private static func folded(_ unit: String, length: Int) -> Prepared {
        let scalars = Array(String(repeating: unit, count: length / unit.unicodeScalars.count + 1).unicodeScalars.prefix(length))
        let text = FoldedText(scalars, count: length)
        return Prepared(text: text, cues: ContextCues(text))
    }

    private static func least(_ prepared: Prepared, _ recognizer: any Recognizer) -> Int {
        (0..<3).map { _ in
            let start = threadTime()
            var findings: [Finding] = []
            recognizer.find(in: prepared.text, cues: prepared.cues, into: &findings)
            return threadTime() - start
        }.min() ?? 0
    }

    private static func threadTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
