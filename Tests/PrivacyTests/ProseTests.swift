import Privacy
import Testing

/// Ages, pay, user names, bank codes and postal codes: what is found, to the scalar, and what is left alone. All texts are our own.
@Suite struct ProseTests {
    private static let anonymizer = Anonymizer()

    private func check(_ marked: String, _ entity: EntityType) {
        let text = MarkedText(marked)
        let spans = Self.anonymizer.spans(in: text.text)
        #expect(spans.filter { $0.entity == entity }.map { $0.start..<$0.end } == text.spans, "\(marked): \(spans)")
    }

    @Test(arguments: [
        "a ⟦34⟧-year-old woman", "he is ⟦34⟧ years old", "⟦34⟧ y/o male", "⟦34⟧yo", "at the age of ⟦61⟧", "Age: ⟦61⟧", "aged ⟦61⟧,",
        "\"age\": ⟦61⟧,",
        "just turned ⟦60⟧", "I'll turn ⟦23⟧ soon", "when she was ⟦78⟧.", "I'm ⟦34⟧ and tired", "I am ⟦16⟧.", "my son is ⟦12⟧",
        "Sie ist ⟦43⟧ Jahre alt", "Alter: ⟦43⟧", "ein ⟦43⟧-jähriger Mann", "im Alter von ⟦43⟧", "âgé de ⟦43⟧ ans", "elle a ⟦12⟧ ans",
        "tiene ⟦43⟧ años",
        "Edad: ⟦43⟧", "la edad de ⟦43⟧ años",
        "il y a 3 ans", "hace 3 años", "for 10 years", "after 5 years of use", "turn 90 degrees", "he is 30 minutes late",
        "18 years of age or older",
        "at least 18 years old", "she is 50% done", "page 43", "age 0.5", "aged 432", "it was 78", "10 years old or older", "143 years old",
        "over 65 years old", "message age 43 s", "cache age 43 ms, ok", "age 43 seconds", "max-age=60", "age: 43 days", "age of 43 hours",
        "age ⟦43⟧ so far",
        "she is ⟦43⟧ years old", "a ⟦43⟧ year old car dealer", "my ⟦8⟧ year old is ill", "the patient, ⟦43⟧ years old",
        "The laptop is 3 years old", "a 5 year old laptop", "our 4-year-old Dell server is slow", "My car is about 12 years old.",
    ])
    func age(_ marked: String) { check(marked, .age) }

    @Test(arguments: [
        "salary: ⟦$85,000⟧", "My salary is ⟦$85,000⟧ a year", "Wages: ⟦$112,000⟧", "earns ⟦45k⟧ a year", "base salary of ⟦85,000⟧",
        "⟦$85,000⟧ salary",
        "Bruttogehalt: ⟦65.000 €⟧", "ein Gehalt von ⟦65.000 EUR⟧", "un sueldo de ⟦30.000 euros⟧", "gross pay: ⟦$5,000⟧", "pay: ⟦$28⟧/hour",
        "Total: $300", "I pay $50 a month", "salary review in 2024", "salary up 5%", "my income tax is due", "he earns trust",
        "earned $5 once",
    ])
    func pay(_ marked: String) { check(marked, .salary) }

    @Test(arguments: [
        "username: ⟦jsmith⟧", "Login: ⟦jsmith⟧, then", "user name is ⟦j.smith42⟧", "DB_USER = \"⟦dev_8234⟧\"", "dbUser: '⟦maria⟧',",
        "user=⟦jdoe⟧&x=1",
        "user ⟦jdoe42⟧ logged in", "Benutzername: ⟦mmuster⟧", "identifiant : ⟦mdupont⟧", "nombre de usuario: ⟦mgarcia⟧",
        "CREATE USER '⟦dev_1⟧'@'%'",
        "GRANT ALL ON *.* TO '⟦dev⟧'@'10.0.0.1'", "at /home/⟦jdoe⟧/.ssh", "C:\\Users\\⟦maria.lopez⟧\\Desktop", "thanks ⟦@jo_fisher⟧!",
        "(⟦@jo⟧)",
        "CONTOSO\\⟦aberg⟧", "user CORP\\⟦tsmith⟧ is locked", "login: ACME-2\\⟦jdoe2⟧.", "\"CONTOSO\\\\⟦nina⟧\"", "as CORP\\⟦a.berg⟧,",
        "DONE\\next", "C:\\WINDOWS\\system", "HKLM\\software", "\\\\SERVER\\share", "SYSTEM32\\cmd.exe", "CORP\\a\\b", "ACME\\d+",
        "see SRC\\main.c", "cd AB\\docs",
        "A\\alpha",
        "Contoso\\aberg",
        "User: What is it?", "user: admin", "username: required", "login failed", "the user is happy", "user guide", "/home/shared/x",
        "@Override\nvoid x()", "a @media (x)",
        "npm i @types/node", "jo@example.com", "user@", "@ 5", "meet @ noon", "@everyone",
    ])
    func username(_ marked: String) { check(marked, .username) }

    @Test(arguments: [
        "BIC: ⟦DEUTDEFF500⟧", "SWIFT ⟦COBADEFFXXX⟧", "swift code is ⟦NEDSZAJJ⟧", "bic: ⟦deutdeff⟧", "⟦COBADEFFXXX⟧ in Frankfurt",
        "⟦DEUTDEFF⟧ (BIC)",
        "ABSOLUTE", "SWIFT and other languages RESIDENT", "swift: NodeCore", "a swift transfer absolute", "SWIFT transfer",
        "SWIFT DEUTZZFF", "SWIFT 12345678",
    ])
    func bankCode(_ marked: String) { check(marked, .swiftCode) }

    @Test(arguments: [
        "ZIP: ⟦36250⟧", "my zip code is ⟦36250-1234⟧", "PLZ ⟦10115⟧ Berlin", "code postal : ⟦75001⟧", "código postal ⟦28013⟧",
        "postal code: ⟦394 13⟧",
        "zip: ⟦7412 SL⟧", "in ⟦K1A 0B1⟧ Ottawa", "{\"zip\": \"⟦02134⟧\"}",
        "zip the file 36250", "a zip file", "ZIP: none", "K1A0B1 part", "D1A 0B1", "post 36250",
    ])
    func postalCode(_ marked: String) { check(marked, .location) }
}
