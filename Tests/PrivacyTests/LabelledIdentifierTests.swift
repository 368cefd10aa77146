import Privacy
import Testing

/// Identifiers that a label, a prefix or the header of a table gives away, and the words that give away nothing. All texts are our own.
@Suite struct LabelledIdentifierTests {
    private static let anonymizer = Anonymizer()

    private func check(_ entity: EntityType, _ marked: String) { expectSpans(of: entity, marked) }

    @Test(arguments: [
        "MRN: ⟦00451278⟧", "MRN ⟦4471902⟧.", "{\"employee_id\": \"⟦E-20331⟧\"}", "patientId=⟦88121⟧&x=1", "<medical mrn=\"⟦4471902⟧\"/>",
        "Employee ID\n⟦20331⟧",
        "Policy no. ⟦HX-2209-14⟧", "my policy number is ⟦88123409⟧", "Claim #⟦20-118843⟧", "Case No. ⟦42673⟧", "**Member ID:** ⟦W884-201⟧",
        "customer #⟦300412⟧",
        "Invoice: ⟦R-2024-0815⟧", "medical record number (⟦123 456 789⟧)", "tax id: ⟦12-3456789⟧", "EIN: ⟦12-3456789⟧",
        "the patient's health id is ⟦NH-916820⟧",
        "national id number ⟦AB 123456⟧", "| Employee ID | ⟦20331⟧ |", "Order #⟦123456⟧ is late",
        "device id: ⟦AEBE52E7-03EE-455A-B3C4-E57283966239⟧",
        "IMEI ⟦490154203237518⟧", "license plate: ⟦ABC 1234⟧", "plate number ⟦5H-UBFD⟧", "matrícula: ⟦7302 PWB⟧",
        "immatriculation : ⟦AX-426-GN⟧", "his EIN is ⟦04-7811851⟧.",
        "CIF ⟦B12345674⟧", "ID number: ⟦883301⟧", "VAT number: ⟦FR24 538323640⟧", "national id ⟦AB 123456⟧",
    ])
    func english(_ marked: String) { check(.idNumber, marked) }

    @Test(arguments: [
        "Kundennummer: ⟦4711-0815⟧", "Meine Personalnummer lautet ⟦00123456⟧.", "Mitarbeiter-Nr.: ⟦102938⟧", "Az.: ⟦3 O 123/21⟧",
        "Aktenzeichen ⟦VI ZR 12/20⟧",
        "Unser Zeichen: ⟦12 C 345/20⟧", "Steuernummer ⟦12/345/67890⟧", "Kennzeichen: ⟦B-AB 1234⟧", "Rechnungsnr. ⟦R-2024-00815⟧",
        "numéro de dossier : ⟦2021/04567⟧", "N° client ⟦00451278⟧", "dossier n° ⟦RG 21/01234⟧", "Numéro d'employé: ⟦20331⟧",
        "facture n°⟦2024-118⟧",
        "N.º de expediente ⟦123/2021⟧", "número de cliente: ⟦88213344⟧", "Nº de póliza: ⟦P-883301⟧", "historia clínica: ⟦883301⟧",
        "klantnummer ⟦883301⟧", "numero pratica: ⟦2024/5531⟧",
    ])
    func otherLanguages(_ marked: String) { check(.idNumber, marked) }

    @Test(arguments: [
        "ticket 4455667", "INC0012345", "error code 12345 in case 7", "Invoice 2024: total 300", "our client windows 11",
        "patient for 12345 minutes",
        "in case 12345 fails", "Case: 2024-11-05", "policy: 10.2.3.4", "customer: 12:30", "contract dated 2021", "order of 5000 units",
        "the case is 50 % done",
        "client jo@example.com", "patient zero", "Case: none", "ID", "MRN:", "policy no", "user story 1234", "das ist ein 12345",
        "AZ 85001",
        "customer service is open 12345",
    ])
    func nothing(_ text: String) { check(.idNumber, text) }

    @Test(arguments: [
        "see ⟦MRN-4471902⟧ there", "⟦EMP-20331⟧", "⟦POL-88123⟧,", "⟦CLM-2025-262534⟧", "⟦MRN00451278⟧",
        "https://api.example.com/v2/⟦MRN-4471902⟧ is gone",
        "⟦2:21-cv-01234-ABC⟧", "⟦11:22-mc-05648⟧", "⟦2021-CV-01234⟧", "⟦CR-2021-001234⟧", "⟦1HGCM82633A004352⟧",
        "MRN-12", "CVE-2021-44228", "ISO-27001", "KB-5034441", "RFC-2119", "2021-XY-01234", "1HGCM82633A004353", "2:21", "PID 12345",
        "emp-20331x",
    ])
    func forms(_ marked: String) { check(.idNumber, marked) }

    @Test(arguments: [
        (EntityType.usPassport, "passport no. ⟦C01X00T47⟧"), (.usPassport, "Reisepass: ⟦C01X00T47⟧"),
        (.usPassport, "pasaporte ⟦AAB123456⟧"),
        (.usPassport, "passport control 3"), (.usDriverLicense, "driver's license: ⟦B072RRE2I55⟧"),
        (.usDriverLicense, "Führerschein ⟦B072RRE2I55⟧"),
        (.usDriverLicense, "permis de conduire : ⟦12AA34567⟧"), (.usDriverLicense, "scanned ⟦DL-B35611-11⟧"),
        (.usDriverLicense, "driver 12"), (.usDriverLicense, "notary license: ⟦QK-590172⟧"),
        (.usBankNumber, "account number: ⟦12-3456-7890123-00⟧"), (.usBankNumber, "Account: ⟦9406135368⟧"),
        (.usBankNumber, "account of 2021"), (.usBankNumber, "Account: ⟦HAXG64262129972200⟧"),
    ]) func typesOfTheirOwn(_ entity: EntityType, _ marked: String) { check(entity, marked) }

    @Test func cellsAreLabelledByTheirColumn() {
        let tables = [
            "name,employee_id,notes\nJo Fisher,⟦20331⟧,20332\nAna Diaz,⟦20332⟧,none", "Name\tPatient ID\nJo\t⟦88121⟧\n",
            "| Name | Member ID |\n|------|-----------|\n| Jo   | ⟦W88420⟧    |\r\n| Ana  | ⟦W88421⟧    |",
            "policy_number;amount\n⟦HX2209⟧;12345\n\nHX2209;5",
        ]
        for table in tables { check(.idNumber, table) }
        check(.usSSN, "name,ssn,age\nJo,⟦219099999⟧,43")
        check(.age, "name,ssn,age\nJo,219099999,⟦43⟧")
        check(.salary, "name;salary\nJo;⟦85000⟧")
        check(.dateOfBirth, "name,address,dob\nJo,\"1 Main St, Town\",⟦1980-04-03⟧")
        check(.username, "login,role\n⟦jfisher⟧,admin")
        check(.secret, "user,password\njo,⟦Winter2024⟧")
        check(.phoneNumber, "phone,extension\n⟦5550143⟧,5550144")
        check(.secret, "api_key,region\n⟦9f8e7d6c5b4a⟧,eu")
    }

    @Test func theColumnBeforeSaysNothing() {
        check(.usSSN, "ssn,count\nnone,219099999")
        check(.idNumber, "Dear team, patient id\nThanks, bye")
    }

    @Test func everyFindingSaysWhy() {
        let text = """
            MRN 4471902, card 4111 1111 1111 1111, jo@example.com, passport no. C01X00T47, born 3/4/1980, +1 212 555 0143, 10.0.0.1, password: Winter2024!, \
            https://example.com/x, DE89370400440532013000, aged 43, salary: $85,000, @jo_fisher, BIC: DEUTDEFF500, ssn 219-09-9999, ZIP: 36250, 2:21-cv-01234
            """
        let spans = Self.anonymizer.spans(in: text)
        #expect(spans.count >= 17)
        for span in spans { #expect(!span.reasons.isEmpty && span.reasons.allSatisfy { !$0.isEmpty }, "\(span)") }
        #expect(spans.first { $0.entity == .creditCard }?.reasons == ["check digit", "context: card"])
        #expect(spans.first { $0.entity == .idNumber }?.reasons == ["context: identifier"])
    }
}
