import Privacy
import Testing

/// What each recognizer must find, to the scalar, and what it must leave alone. All texts are our own; numbers are test, documentation or made-up ones.
@Suite struct RecognizerTests {
    private static let anonymizer = Anonymizer()

    private func check(_ marked: String, _ entity: EntityType) {
        let text = MarkedText(marked)
        let found = Self.anonymizer.spans(in: text.text).filter { $0.entity == entity }.map { $0.start..<$0.end }
        #expect(found == text.spans, "\(marked)")
    }

    @Test(arguments: [
        "write to ⟦jo.fisher@example.com⟧, please", "⟦JO+vpn@mail.example.co.uk⟧", "<⟦jo@example.org⟧>",
        "mailto:⟦jo@example.net⟧?subject=x",
        "'⟦o'neil@example.com⟧'", "in der Mail an ⟦jürgen@müller.example⟧.", "请联系⟦li@example.cn⟧谢谢", "⟦a@example.com⟧;⟦b@example.com⟧",
        "root@", "@jo", "jo@example",
        "a @ b.com", "cron mails ⟦svc@localhost⟧ too", "⟦jo%40example.com⟧ in a link",
        "⟦jo@exam\u{200B}ple.com⟧ with an invisible space", "⟦jo\u{0}@example.com⟧ with a NUL", "⟦jo@exa\u{E0041}mple.com⟧ with a tag",
        "npm i pkg@1.2.3", "x@.com", "..@..", "⟦j@xn--d1acufc.xn--p1ai⟧",
        "jo@example.123",
        "⟦jo&#64;example.com⟧ in HTML", "⟦jo &#x40; example.com⟧", "⟦jo&commat;example.com⟧", "⟦jo.fisher (at) example (dot) com⟧ please",
        "⟦jo[at]example[dot]co[dot]uk⟧", "⟦jo [at] example.com⟧", "⟦\"jo fisher\"@example.com⟧ is legal", "see ⟦\"a@b\"@example.com⟧",
        "meet (at) noon", "{\"list\": \"@example.com\"}", "a &#64; b", "look [at] this.thing.",
        "⟦john dot doe at gmail dot com⟧", "⟦john.doe at gmail.com⟧ is mine", "my email is ⟦anna at gmail dot com⟧.",
        "⟦ann underscore lee at example dot co dot uk⟧",
        "⟦ann.lee @ gmail.com⟧", "⟦anna @ gmail.com⟧", "⟦ann_lee @ example.com⟧", "⟦ann=40example.org⟧ in quoted-printable",
        "⟦jane_doe@例え.jp⟧です",
        "⟦ann@[192.0.2.1]⟧", "⟦ann@[IPv6:2001:db8::1]⟧",
        "look at example dot com", "I looked at amazon dot com", "mail at gmail dot com", "index.html at example.com", "we met at noon dot",
        "at dot com",
        "dinner @ joes.com", "meet @ noon", "price @ 5.com", "timeout=40ms", "a=40b.html", "jo@例え", "ann@[x]", "a@[0]", "a@[1",
        "12.5 @ example.com",
    ])
    func email(_ marked: String) { check(marked, .emailAddress) }

    @Test(arguments: [
        "call ⟦+1 (212) 555-0143⟧ now", "⟦+1-212-555-0143⟧", "ring ⟦212.555.0143⟧", "⟦(212) 555-0143⟧", "⟦(212)555-0143 x22⟧",
        "my desk: ⟦212 555 0143⟧", "⟦+44 20 7946 0958⟧",
        "⟦+44 (0)20 7946 0958⟧", "⟦0044 20 7946 0958⟧", "⟦020 7946 0958⟧", "⟦07700 900123⟧", "⟦07700900123⟧", "⟦+33 1 99 00 12 34⟧",
        "⟦01.99.00.12.34⟧", "⟦+49 30 23125 123⟧",
        "Tel. ⟦030/23125123⟧", "Handy: ⟦0151 23456789⟧", "phone ⟦5550143⟧", "call me at ⟦2125550143⟧", "⟦555-0143⟧", "⟦555-0143⟧ (mobile)",
        "fax ⟦212-555-0143 ext. 9⟧",
        "⟦＋１ ２１２ ５５５ ０１４３⟧ in full width", "⟦+1 212 555\u{00A0}0143⟧", "⟦1-800-555-0199⟧", "a,b,⟦+1 (212) 555-0143⟧,c",
        "reach me on ⟦212 555 0143⟧ 3 times", "WhatsApp ⟦+971 50 555 0143⟧",
        "under the security policy, ⟦202-555-0143⟧", "it shows error 50.2, I am on ⟦020 7946 0303⟧",
        "ticket 2125550143", "order 555 014 322", "2024-11-05", "05.11.2024 10:30", "10.0.19045.3693", "KB5034441", "error 0x80070005",
        "SN-5550143-22", "1,234,567", "3.14159265",
        "room 1234567", "build 19045 3693", "192.0.2.1", "$1234567", "1234567890123456789", "INC0012345", "call about ticket 4455667",
        "000-000-0000",
        "⟦(+358) 91390996⟧", "my number is ⟦729 099 603⟧, thanks", "meine Nummer ist ⟦57491186⟧", "⟦42 9797-1147⟧", "fax ⟦579 7 543⟧",
        "on ⟦8 (246) 281-94-82⟧", "Call ⟦02176 03137 215⟧", "phone 1000000", "phone,fax\n⟦5550143⟧,⟦5550144⟧", "the number is 5550143",
        "phone ⟦4 1 5 5 5 5 0 1 3 2⟧", "/u?tel=⟦%2B4930901820⟧", "tel=⟦%2B49%2030%20901820⟧&x=1", "my number is ⟦415_555_0132⟧",
        "⟦415·555·0132⟧", "⟦004930901820⟧", "phone=⟦2125550143⟧",
        "1 2 3 4 5 6 7 8 9 10", "100%2B4930901820", "a%2B49", "415_555_132", "x_415_555_0132", "415_555_0132_7", "115_555_0132",
        "order number 5550143", "phone case 1234567 is sold out", "Call room 1234567", "phone number of order: 5550143",
        "415·555_0132", "\"GET /?phone=none HTTP/1.1\" 200 2326", "/?phone=none&n=1 200 2326 b", "009990901820",
    ])
    func phone(_ marked: String) { check(marked, .phoneNumber) }

    @Test(arguments: [
        "⟦4111 1111 1111 1111⟧", "card ⟦4111111111111111⟧.", "⟦5555-5555-5555-4444⟧", "amex ⟦3782 822463 10005⟧", "⟦378282246310005⟧",
        "⟦6011111111111117⟧", "⟦30569309025904⟧",
        "my card is ⟦4222222222222⟧", "debit card ⟦630495060000⟧", "card number ⟦6304950600000000⟧", "⟦4111.1111.1111.1111⟧",
        "credit card ⟦4111 1111 1111 1112⟧ mistyped",
        "⟦4111-1111-1111-1112⟧ mistyped, without a word", "cc:⟦4111111111111111⟧", "4111111111111112", "order 630495060000",
        "0000 0000 0000 0000", "41111111111111111111111", "tracking 5038 0254 1234",
        "abc4111111111111111", "1700000000000", "4111 1111",
        "card ⟦4111 1111\n1111 1111⟧", "⟦4111 1111 1111\r\n1111⟧", "⟦4111\n1111\n1111\n1111⟧", "card: ⟦41111111\n11111111⟧",
        "41111111\n11111111",
        "4111 1111\n\n1111 1111", "see ⟦3507076200889519⟧ there", "⟦675928153765⟧", "1700000000008",
        "amex ⟦3400 0000 0000 009⟧", "⟦3400 0000 0000 009⟧", "⟦4111  1111  1111  1111⟧", "card ⟦4111\t1111\t1111\t1111⟧",
        "⟦4111 - 1111 - 1111 - 1111⟧", "⟦41111111 11111111⟧", "card ⟦4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1⟧", "⟦4111_1111_1111_1111⟧",
        "⟦4111/1111/1111/1111⟧", "card ⟦4111,1111,1111,1111⟧", "card ⟦4111:1111:1111:1111⟧ 12/27", "visa⟦4111111111111111⟧",
        "myVisa⟦4111111111111111⟧", "card ⟦(4111) 1111 1111 1111⟧", "card ⟦4111 1111 11111111⟧",
        "⟦5 5 0 0 0 0 0 0 0 0 0 0 0 0 0 4⟧ is my card", "AT 20 1234 5678 9012 3456 78",
        "⟦4111,1111,1111,1111⟧", "n 4111\t1111\t1111\t1111", "n 4111,1111,1111,1111", "4111_1111_1111_1112", "9111_1111_1111_1111",
        "41111111 11111112",
        "x 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "4111 - 1111_1111 - 1111", "Visa ⟦4111-1111 1111-1111⟧", "4111_1111_1111", "visa411111111111",
        "visa4111111111111112",
        "order 4111_1111_1111_1111", "4111/1111/1111/1111/1",
        "+⟦4539578763621486⟧,04/27", "+⟦4539 5787 6362 1486⟧", "%B⟦4539578763621486⟧^BERG/ANNA^27041010000?",
        ";⟦4539578763621486⟧=27041010000?",
        "⟦2204072902227918055⟧", "⟦2204 0729 0222 7918 055⟧", "⟦6759 6498 2643 8453 00⟧", "⟦6759-6498-2643-8453-00⟧",
        "⟦6759 6498 2643 8453 05⟧", "⟦6759-6498-2643-8453-05⟧",
        "⟦4539-5787-6362-1486-05⟧", "4539-5787-6362-1487-05", "4539-5787-6362-1486-0512", "⟦4539578763621486⟧/04/27",
        "⟦4539578763621486⟧-04-2027", "⟦4539-5787-6362-1486⟧/04/27",
        "4539578763621486/0427/1", "4539578763621486/13/27",
        "⟦3528123456789012344⟧",
        "⟦622912345678901239⟧", "⟦8600123456789012⟧", "⟦4539 5787 6362 1486⟧ 2 times",
        "1+4539578763621486", "+4222222222222", "+4539578763621487", "B4539578763621486", "361234567890123450", "2204072902227918056",
    ])
    func card(_ marked: String) { check(marked, .creditCard) }

    @Test(arguments: [
        "⟦GB82 WEST 1234 5698 7654 32⟧", "⟦DE89370400440532013000⟧,", "⟦de89 3704 0044 0532 0130 00⟧", "⟦NL91-ABNA-0417-1643-00⟧",
        "⟦NO9386011117947⟧", "⟦MT84MALT011000012345MTLCAST001S⟧",
        "IBAN ⟦DE89 3704 0044 0532 0130 01⟧ mistyped", "iban: ⟦NL98313748078135777459⟧ too long", "DE89 3704 0044 0532 0130 01",
        "GB82 WEST", "in 12 days it is due", "XX82WEST12345698765432",
        "DE89370400440532013000A", "IBAN⟦DE89370400440532013000⟧", "iban⟦DE89 3704 0044 0532 0130 00⟧", "IBANDE89370400440532013001",
        "XIBANDE89370400440532013000",
        "⟦DE 89 3704 0044 0532 0130 00⟧", "iban ⟦de 89 370400440532013000⟧", "IBAN ⟦DE89.3704.0044.0532.0130.00⟧.",
        "⟦DE89_3704_0044_0532_0130_00⟧", "IBAN=⟦DE89+3704+0044+0532+0130+00⟧", "⟦DE89  3704  0044  0532  0130  00⟧",
        "⟦DE89\n3704\n0044\n0532\n0130\n00⟧\n", "IBAN: ⟦DE 89 3704 0044 0532 0130 01⟧ mistyped",
        "DE89.3704.0044.0532.0130.01", "DE89.3704_0044.0532.0130.00", "DE89\n\n3704 0044 0532 0130 00", "at 10 people are here and there",
        "DE 89 3704 0044 0532 0130 01", "DE89_3704_0044_0532_0130_00_5", "de 89 3704 0044 0532 0130 00",
    ])
    func iban(_ marked: String) { check(marked, .ibanCode) }

    @Test(arguments: [
        "ssn ⟦219-09-9999⟧", "⟦219-09-9999⟧", "social security number ⟦219099999⟧", "SSN: ⟦219 09 9999⟧", "number ⟦900-70-1234⟧ in a list",
        "SSN ⟦2l9-09-9999⟧ misread",
        "SSN ⟦000-12-3456⟧ is personal even if mistyped", "000-12-3456", "666-12-3456", "219-00-9999", "219-09-0000", "⟦219099999⟧",
        "some 219099999 of them", "⟦219-099999⟧ ⟦21909-9999⟧", "SSN: ⟦219-099999⟧", "zip 21909-9999", "in 219-099999",
        "social ⟦219/09/9999⟧", "ssn is ⟦2 1 9 0 9 9 9 9 9⟧.", "219/09/9999", "2 1 9 0 9 9 9 9 9", "ssn 2 1 9 0 9 9 9 9 9 1",
        "ssn 000/09/9999",
        "219-09-99999", "1-219-09-9999", "219-09.9999", "111-11-1111", "order SS593428372 shipped", "ssn⟦593428372⟧", "SS ⟦593-42-8372⟧",
    ])
    func socialSecurityNumber(_ marked: String) { check(marked, .usSSN) }

    @Test(arguments: [
        "from ⟦192.0.2.44⟧", "⟦192.0.2.44⟧:8080", "⟦198.51.100.0/24⟧", "⟦192.0.2.44⟧/33", "⟦2001:db8::8a2e:370:7334⟧",
        "[⟦2001:db8::1⟧]:443", "⟦::ffff:192.0.2.1⟧", "⟦fe80::1⟧.", "⟦2001:db8::/32⟧",
        "loopback ⟦::1⟧", "gateway ⟦10.1.1.1⟧", "address ⟦192.168.1.1⟧.1", "192.0.2.256", "1.2.3", "1.3.6.1.4.1.311", "version 6.1.2.4",
        "v10.2.3.4", "12:34:56", "a::b", "std::vector", "::", "2001:db8:::1",
        "1:2:3:4:5:6:7", "aa:bb:cc:dd:ee:ff", "a[1::2]", "[⟦::1⟧]:80", "x192.0.2.1", "192.0.2.1x",
        "src:⟦192.0.2.45⟧ blocked", "ip:⟦192.0.2.45⟧", "addr:⟦2001:db8:85a3::8a2e:370:7334⟧", "client:⟦192.0.2.45⟧:8080",
        "text2001:db8::1", "node1:⟦192.0.2.45⟧:80", "v=spf1 ip4:⟦192.0.2.45⟧ ip6:⟦2001:db8::1⟧ ip6:⟦2001:db8::/32⟧ -all",
        "remoteAddr:⟦10.1.1.2⟧", "peer_ip:⟦10.1.1.2⟧,", "ip:⟦::1⟧",
        "std::a", "x1::2:3", "at12:34:56", "nginx:1.18.3.1", "lib_a:1.2.3.4", "v192.0.2.256", "n:1:2:3",
        "Chapter 4.2.1.3 explains", "see section 4.2.1.3.", "Kapitel 4.2.1.3", "table ⟦192.0.2.4⟧", "a1::b2 namespace", "ab::cd",
        "⟦fe80::b2⟧", "⟦a::1⟧", "add to table ⟦10.2.3.4⟧", "firewall section ⟦10.2.3.4⟧ blocked", "section ⟦8.8.8.8⟧",
        "section ⟦172.16.3.4⟧",
        "www-data:x:33:33::/var/www", "node:4::7", "time:10::30", "foo:1::2", "key:12::34", "x:dead::beef", "error:2::4", "ip6:⟦fe80::1⟧",
        "peer:⟦fe80::1⟧", "src:2001:db8::1/etc", "_⟦10.2.3.4⟧_", "**_⟦2001:db8::1⟧_**", "x_10.2.3.4", "10.2.3.4_x",
    ])
    func ipAddress(_ marked: String) { check(marked, .ipAddress) }

    @Test(arguments: [
        "⟦00:00:5E:00:53:AF⟧", "mac ⟦00-00-5e-00-53-af⟧.", "⟦0000.5e00.53af⟧", "MAC ⟦00005e0053af⟧", "00005e0053af", "00:00:5E:00:53",
        "FF:FF:FF:FF:FF:FF", "00:00:00:00:00:00", "00:00-5E:00:53:AF",
        "00:00:5E:00:53:AF:01", "ZZ:00:5E:00:53:AF",
    ])
    func macAddress(_ marked: String) { check(marked, .macAddress) }

    @Test(arguments: [
        "see ⟦https://portal.example.com/reset?id=5⟧.", "⟦http://example.com⟧", "(⟦https://example.com/a_(b)⟧)", "⟦www.example.com⟧",
        "on ⟦files.corp.example⟧ since", "⟦example.com/login⟧", "⟦ftp://files.example.com/x⟧,",
        "⟦HTTPS://EXAMPLE.COM/⟧", "\"⟦https://example.com/\u{00E9}⟧\"", "www.example", "report.final.pdf", "node.js", "e.g. this",
        "⟦hxxps://evil[.]example[.]com⟧", "⟦hxxp://evil[.]example/x⟧ is bad", "⟦s3://bucket/key⟧", "⟦gs://bucket/a/b.csv⟧,",
        "[⟦https://example.com⟧]",
        "list[.]x", "s3 bucket/key", "x3://bucket", "Outlook.com", "https://", "http:// x", "a://b", "and/or",
    ])
    func url(_ marked: String) { check(marked, .url) }

    @Test(arguments: [
        "password: ⟦Winter2024!⟧", "pwd=⟦hunter2⟧", "my password is ⟦Winter2024!⟧ and", "Passwort: ⟦geheim99⟧",
        "{\"password\": \"⟦a b c 9⟧\"}", "db_pass = '⟦x9!k⟧'", "dbPassword=⟦abc⟧&user=jo", "pin ⟦4821⟧",
        "my pin is ⟦4821⟧", "password (temporary): ⟦Sommer-77⟧", "the password was changed to ⟦Herbst#12⟧.",
        "Password:\n⟦Winter2024!⟧\nthanks", "token=⟦9f8e7d6c5b4a⟧", "api key: ⟦9f8e7d6c5b4a⟧",
        "Authorization: Bearer ⟦abcDEF123456abcDEF⟧", "Authorization: Basic ⟦am86aHVudGVyMg==⟧", "verification code: ⟦493021⟧",
        "sk key ⟦sk-Ab12Cd34Ef56Gh78Ij90Kl⟧", "⟦ghp_0123456789abcdefghijABCDEFGHIJ012345⟧",
        "⟦AKIAIOSFODNN7EXAMPLE⟧", "⟦xoxb-1234567890-abcdefghij⟧", "⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqbyJ9.c2lnbmF0dXJl⟧",
        "⟦postgres://app:s3cret@db.example.com/x⟧",
        "⟦-----BEGIN RSA PRIVATE KEY-----\nMIIB+AAB/x==\n-----END RSA PRIVATE KEY-----⟧\nend", "⟦-----BEGIN PRIVATE KEY-----\nMIIBAAB⟧",
        "recovery key ⟦123456-234567-345678-456789-567890-678901-789012-890123⟧", "⟦ABCDE-12345-FGHIJ-67890-KLMNO⟧",
        "IDENTIFIED BY '⟦x9kQ2z⟧'", "⟦glrt-Ab12Cd34Ef56Gh78Ij90⟧", "⟦GOCSPX-a1B2c3D4e5F6g7H8i9J0k1L2⟧", "⟦hvs.CAESIJ0a1b2c3d4e5f6g7h8i9j⟧",
        "cfg.x = \"⟦aZ3kQ9xLm2Pv7RtB4nYc8WdE6fGh1JsK⟧\"", "blob=⟦aZ3kQ9xLm2Pv7RtB4nYc8WdE6fGh1JsK⟧",
        "sha256: aZ3kQ9xLm2Pv7RtB4nYc8WdE6fGh1JsK", "commit=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        "name: getElementByIdFromTheDocument2Fast34",
        "path=/usr/share/Some/Folder2/With/Names3/Inside",
        "the password is expired", "password: expired", "password reset please", "my password is not working", "Password: ********",
        "password: <password>", "passwordless login",
        "the token expired", "error code: 0x80070005", "key: value", "pin the tab", "token ring network", "-----BEGIN CERTIFICATE-----",
        "bearer of bad news", "completion_tokens: 123456", "maxTokens: UInt32 = 5", "password = hide(other)", "password: String",
        "password = config.password",
        "mot de passe : ⟦Soleil2024⟧", "Mot de passe: «⟦Soleil2024⟧»", "mot_de_passe=⟦Soleil2024⟧", "hasło: ⟦Lato2024!⟧",
        "la password è ⟦Estate24⟧",
        "contraseña: ⟦Verano2024!⟧", "senha: ⟦Verao2024⟧", "a senha é ⟦Verao2024⟧", "wachtwoord ⟦Zomer24!⟧", "lösenord ⟦Sommar24⟧",
        "<password>⟦hunter2⟧</password>", "<dbPassword>⟦hunter2⟧</dbPassword>", "Password - ⟦hunter2⟧", "password → ⟦hunter2⟧",
        "WLAN-Schlüssel: ⟦sunflower88⟧", "wifi key: ⟦sunflower88⟧",
        "**Password:** ⟦hunter2⟧", "**Password**: ⟦hunter2⟧", "<b>Password:</b> ⟦hunter2⟧", "<td>Password</td><td>⟦hunter2⟧</td>",
        "<key>password</key>\n<string>⟦hunter2⟧</string>", "<entry key=\"password\">⟦hunter2⟧</entry>",
        "<input type=\"password\" value=\"⟦hunter2⟧\">",
        "PGPASSWORD=⟦hunter2⟧ psql", "Benutzerpasswort: ⟦Sommer24⟧", "<th>Password</th><td>strong</td>",
        "<a href=\"/password\">Password2 reset</a>",
        "<label>Password</label> <input type=\"text\">", "password: !vault |", "eos_token_id: 128009", "pad_token: 151643",
        "secretName: my-secret-1",
        "nopassword: true", "token: ⟦9f8e7d6c5b4a⟧",
        "il se passe 2024 choses", "la passe : 2024abc", "mot de passe : oublié", "<password></password>", "<b>password</b> x2345678",
        "<password>required</password>", "password - reset it", "password → `mqtt-password` of it", "Schlüssel: sunflower88",
        "| llm.token_ceiling | 1 to 1000000 |", "\"token_count\": 12345678", "max_tokens=4096", "tokenLimit: 10000000",
        "TOKEN_COUNT_LIMIT: 4096000", "\"access_token_expires_in\": 1234567", "token_endpoint: https://x.example/y1",
        "password: min 8 characters",
        "lösenordet är ⟦Sommar24⟧", "adgangskode: ⟦Sommer24⟧",
        "max token: 1000000",
        "password: z.string().min(8)", "password: str", "\"password\": null", "\"password\": true", "password: SecretStr",
        "\"token_type\": \"bearer1234\"", "access_token: ⟦9f8e7d6c5b4a⟧",
        "pin_memory=pinned", "pw = other_name", "first, timeToFirstToken: timeToFirstToken", "sk-learn-contrib-packages-and-more",
    ])
    func secret(_ marked: String) { check(marked, .secret) }

    @Test(arguments: [
        "passphrase: ⟦blue horse seven moon⟧", "passphrase: ⟦blue horse seven moon⟧. Then I log in",
        "Passphrase: ⟦Blue Horse, seven moon⟧\nthanks",
        "my passphrase is ⟦blue horse seven moon⟧!", "(passphrase: ⟦blue horse⟧)",
        "passphrase: ⟦correct horse battery staple⟧", "{\"passphrase\": \"⟦blue horse seven⟧\"}",
        "seed phrase: ⟦abandon abandon ability able about above⟧", "recovery phrase:\n⟦legal winner thank year wave sausage⟧\n",
        "the seed phrase is ⟦legal winner thank year wave sausage worth useful legal winner thank yellow⟧.",
        "mnemonic: ⟦legal winner thank year⟧",
        "passphrase: must have twenty characters", "my passphrase is not working at all today",
        "passphrase is required for every login here",
        "the phrase: blue horse seven moon", "catch phrase: blue horse seven moon", "seed phrase is lost and gone", "passphrase",
        "passphrase:",
    ])
    func passphrase(_ marked: String) { check(marked, .secret) }

    @Test(arguments: [
        "your code is ⟦482913⟧", "OTP: ⟦482913⟧", "OTP ⟦482913⟧", "2FA code: ⟦482 913⟧", "verification code ⟦482913⟧.",
        "Your login code: ⟦G-482913⟧",
        "one-time code ⟦4829-1307⟧", "code de vérification : ⟦482913⟧", "código de verificación es ⟦482913⟧", "Bestätigungscode: ⟦482913⟧",
        "OTP: ⟦482 913⟧",
        "⟦482913⟧ is your verification code", "⟦G-482913⟧ is your Google verification code.", "Use ⟦482913⟧ as your login code",
        "passcode: ⟦48 29 13⟧",
        "⟦482913⟧ ist Ihr Code", "482913 is your order code line", "we sent 482913 of your codes", "1234567890 is your code",
        "is your code", "3 is your code", "my code is 4000 lines long", "my code is ⟦482913⟧ and it fails",
        "the code is 4711", "your code is 131052-308", "error code 482913", "zip code 482913", "your code 482913",
        "verification code expired",
        "OTP 48", "verification code 123456789", "your code is 10.5", "access code 10%",
    ])
    func oneTimeCode(_ marked: String) { check(marked, .secret) }

    @Test(arguments: [
        "curl -u ⟦anna:hunter2⟧ https://example.com", "curl -s --user '⟦anna:hunter two⟧' x", "sshpass -p ⟦hunter2⟧ ssh x",
        "sshpass -p⟦hunter2⟧ ssh x",
        "mysql -u root -p⟦S3cret⟧ db", "redis-cli -a ⟦hunter2⟧ ping",
        "curl -u⟦anna:hunter2⟧ x", "http -a ⟦anna:hunter2⟧ x", "ldapsearch -w ⟦hunter2⟧", "ls -a hunter2",
        "curl -u anna https://example.com", "curl -u anna:$PASS x", "curl -u user:password x", "ssh -p 2222 host",
        "docker run -p 8080:80 x",
        "mysql -P3306 -p db", "sort -u a:bcd", "curl x\nsort -u a:bcd", "mycurl -u a:bcd", "mkdir -p hunter2",
    ])
    func argument(_ marked: String) { check(marked, .secret) }

    /// Parts of the addresses are put together here, so that no scanner of repositories takes them for live ones.
    @Test(arguments: [
        "⟦https://hooks.slack.com/SERVICES/T00000000/B00000000/abcdefghijklmnopqrstuvwx⟧.",
        "⟦hooks.slack.com/SERVICES/T00000000/B00000000/abcdefgh⟧",
        "⟦https://canary.discord.com/api/WEBHOOKS/123456789012345678/abcDEF_ghi-jkl⟧",
        "bot ⟦123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawq⟧", "/bot⟦123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawq⟧/getMe",
        "⟦AC0123456789abcdef0123456789abcdef⟧ ⟦0123456789abcdef0123456789abcdef⟧", "Twilio auth ⟦0123456789abcdef0123456789abcdef⟧",
        "https://hooks.slack.com/SERVICES/YOUR/WEBHOOK/URL", "https://hooks.slack.com/", "hooks.slack.com/SERVICES/", "123456789:AAHdq",
        "0123456789abcdef0123456789abcdef", "AC0123456789ABCDEF0123456789abcdef",
    ])
    func webhookOrBot(_ marked: String) {
        check(
            marked.replacing("SERVICES", with: "services").replacing("WEBHOOKS", with: "webhooks"), .secret)
    }
}
