import Testing

@testable import Privacy

/// What each rule of `IdentifierRule` must find, to the scalar, and what it must leave alone. Numbers are published specimens or made up with a right check.
@Suite struct IdentifierTests {
    private static let anonymizer = Anonymizer()

    private func check(_ entity: EntityType, _ marked: String) { expectSpans(of: entity, marked) }

    @Test(arguments: [
        (EntityType.usITIN, "his ITIN is ⟦911-70-1234⟧"), (.usITIN, "taxpayer number ⟦911701234⟧"), (.usITIN, "ITIN 911-93-1234"),
        (.usPassport, "passport ⟦A12803456⟧ expires"), (.usPassport, "passport number: ⟦340020013⟧"), (.usPassport, "part A12803456"),
        (.usDriverLicense, "driver license ⟦H1223456⟧"), (.usDriverLicense, "DL: ⟦D123-4567-8901⟧"),
        (.usDriverLicense, "build H1223456 is out"), (.usDriverLicense, "seen with ⟦D123-4567-8901⟧ today"),
        (.usDriverLicense, "⟦F255-921-50-094-0⟧ it says"), (.usITIN, "⟦911701234⟧"), (.usITIN, "911931234"),
        (.usITIN, "both ⟦911-701234⟧ ⟦91170-1234⟧"),
        (.usNPI, "⟦1003000126⟧"),
        (.usBankNumber, "savings account ⟦945456787654⟧"), (.usBankNumber, "⟦945456787654⟧"), (.usBankNumber, "945456787654 rows"),
        (.usBankNumber, "account 12345"),
        (.abaRoutingNumber, "routing number ⟦121042882⟧"), (.abaRoutingNumber, "⟦0711-0130-7⟧"), (.abaRoutingNumber, "order 121042882"),
        (.abaRoutingNumber, "we shipped 121042883 of them"),
        (.usNPI, "NPI ⟦1245319599⟧"), (.usNPI, "NPI: ⟦1245319598⟧ mistyped"), (.usNPI, "⟦1245319599⟧"), (.usNPI, "took 1245319599 steps"),
        (.usMBI, "Medicare ID: ⟦1EG4-TE5-MK73⟧"), (.usMBI, "⟦1EG4TE5MK73⟧ on the card"), (.usMBI, "1EG4-SE5-MK73"),
        (.usMBI, "0EG4-TE5-MK73"),
        (.medicalLicense, "DEA: ⟦BB1388568⟧"), (.medicalLicense, "prescriber with ⟦BB1388568⟧"), (.medicalLicense, "serial BB1388567"),
    ]) func unitedStates(_ entity: EntityType, _ marked: String) { check(entity, marked) }

    @Test(arguments: [
        (EntityType.ukNHS, "NHS number ⟦943 476 5919⟧"), (.ukNHS, "nhs: ⟦9434765919⟧."), (.ukNHS, "NHS ⟦9434765918⟧ mistyped"),
        (.ukNHS, "there are 9434765919 stars"),
        (.ukNINO, "NI number ⟦AB 12 34 56 C⟧"), (.ukNINO, "⟦AB123456C⟧"), (.ukNINO, "nino ⟦ab123456c⟧"), (.ukNINO, "BG123456C"),
        (.ukNINO, "QQ 12 34 56 C"), (.ukNINO, "AB123456E"),
        (.ukPostcode, "in ⟦SW1A 1AA⟧ and ⟦M1 1AE⟧"), (.ukPostcode, "postcode ⟦ec1a1bb⟧"), (.ukPostcode, "QX1 1AA"), (.ukPostcode, "M1 1AI"),
        (.ukPostcode, "use a4 2nd tray"),
        (.ukPassport, "British passport ⟦AB1234567⟧"), (.ukPassport, "model AB1234567"),
        (.ukVehicleRegistration, "my car is ⟦AB51 ABC⟧"), (.ukVehicleRegistration, "plate ⟦ab51abc⟧"),
        (.ukVehicleRegistration, "car AB35 ABC"),
        (.ukVehicleRegistration, "registration ⟦K1 ABC⟧"), (.ukVehicleRegistration, "error code AB51 ABC"),
        (.ukVehicleRegistration, "the F16 jet"),
        (.ukDrivingLicence, "⟦MORGA657054SM9IJ⟧"), (.ukDrivingLicence, "MORGA677054SM9IJ"),
    ]) func unitedKingdom(_ entity: EntityType, _ marked: String) { check(entity, marked) }

    @Test(arguments: [
        (EntityType.deTaxID, "Steuer-ID: ⟦86 095 742 719⟧"), (.deTaxID, "Steueridentifikationsnummer ⟦86095742719⟧"),
        (.deTaxID, "86095742718 Kisten"),
        (.deIDCard, "Personalausweis: ⟦L01X00T44⟧."), (.deIDCard, "Ausweis ⟦L01X00T471⟧"), (.deIDCard, "Ausweis Nr. ⟦T22000129⟧"),
        (.deIDCard, "Modell L01X00T44 ist da"),
        (.deSocialSecurity, "RVNR ⟦15070649C103⟧"), (.deSocialSecurity, "nur ⟦15 070649 C 103⟧ hier"), (.deSocialSecurity, "15070049C103"),
        (.deSocialSecurity, "Teil 15070649C100"),
        (.esNIF, "mi DNI es ⟦12345678Z⟧"), (.esNIF, "con ⟦12345678-Z⟧ o"), (.esNIF, "12345678A"),
        (.esNIE, "NIE ⟦X9613851N⟧"), (.esNIE, "⟦Y8063915-Z⟧"), (.esNIE, "Y8063915Q"),
        (.itFiscalCode, "codice fiscale ⟦RSSMRA85T10A562S⟧"), (.itFiscalCode, "⟦rssmra85t10a562s⟧"), (.itFiscalCode, "RSSMRA85X10A562S"),
        (.itVATCode, "partita IVA ⟦01333550323⟧"), (.itVATCode, "sono 01333550323 pezzi"), (.itVATCode, "⟦01333550_323⟧"),
        (.frNIR, "NIR ⟦1 30 05 59 159 383 59⟧"), (.frNIR, "num ⟦130055915938359⟧."), (.frNIR, "130055915938358"),
        (.plPESEL, "PESEL ⟦44051401458⟧."), (.plPESEL, "jest ⟦44051401458⟧ tu"), (.plPESEL, "44051401457"),
        (.plNIP, "NIP ⟦123-456-32-18⟧"), (.plNIP, "nip: ⟦1234563218⟧"), (.plNIP, "123-456-32-19"),
        (.nlBSN, "BSN ⟦111222333⟧"), (.nlBSN, "burgerservicenummer ⟦1112.22.333⟧"), (.nlBSN, "er zijn 111222333 vogels"),
        (.sePersonnummer, "personnummer ⟦640823-3234⟧"), (.sePersonnummer, "med ⟦19640823-3234⟧ och"), (.sePersonnummer, "⟦640883-3231⟧"),
        (.sePersonnummer, "641323-3234"), (.sePersonnummer, "640823-3235"),
        (.fiPersonalIdentityCode, "hetu ⟦131052-308T⟧"), (.fiPersonalIdentityCode, "⟦020594X903P⟧"),
        (.fiPersonalIdentityCode, "131052-308U"),
        (.fiPersonalIdentityCode, "330289-211C"), (.fiPersonalIdentityCode, "koodi on⟦131052-308T⟧."),
        (.fiPersonalIdentityCode, "mallia131052-308U"),
    ]) func europe(_ entity: EntityType, _ marked: String) { check(entity, marked) }

    @Test(arguments: [
        (EntityType.inAadhaar, "Aadhaar ⟦2011 0693 3691⟧"), (.inAadhaar, "aadhaar: ⟦201106933691⟧"),
        (.inAadhaar, "the 201106933690 grains"),
        (.inPAN, "PAN ⟦ABCPE1234F⟧"), (.inPAN, "with ⟦ABCPE1234F⟧ on"), (.inPAN, "an abcpe1234f there"), (.inPAN, "ABCPE12345"),
        (.auTFN, "TFN ⟦876 543 210⟧"), (.auTFN, "tax file number ⟦876543210⟧"), (.auTFN, "counted 876 543 210 sheep"),
        (.auABN, "ABN ⟦51 824 753 556⟧"), (.auABN, "at ⟦51 824 753 556⟧ Pty"), (.auABN, "51 824 753 557"),
        (.auACN, "ACN ⟦000 000 019⟧"), (.auACN, "⟦000 000 019⟧"), (.auACN, "found 824 753 556 cells"),
        (.auMedicare, "medicare ⟦2123 45670 1⟧"), (.auMedicare, "⟦2123456701⟧"), (.auMedicare, "with 2123456702 steps"),
        (.caSIN, "SIN ⟦130-692-544⟧"), (.caSIN, "mon NAS: ⟦258 933 688⟧"), (.caSIN, "046 454 286"), (.caSIN, "spent 130692544 in all"),
        (.sgNRIC, "NRIC ⟦S2740116C⟧"), (.sgNRIC, "in ⟦S9108268C⟧ and"), (.sgNRIC, "part S9108268D is out"), (.sgNRIC, "⟦B1234567Z⟧"),
        (.sgNRIC, "part B1234567Z"),
        (.krRRN, "RRN ⟦960121-1021413⟧"), (.krRRN, "is ⟦960121-1234567⟧ ok"), (.krRRN, "960303-0021413"), (.krRRN, "961321-1021413"),
        (.trNationalID, "TC kimlik ⟦10000000146⟧"), (.trNationalID, "ve ⟦10000000146⟧ var"), (.trNationalID, "10000000147"),
        (.zaIDNumber, "ID ⟦8001015009087⟧"), (.zaIDNumber, "8001015009086"), (.zaIDNumber, "8013015009087"),
        (.brCPF, "CPF ⟦529.982.247-25⟧"), (.brCPF, "com ⟦529.982.247-25⟧."), (.brCPF, "529.982.247-24"),
        (.brCNPJ, "CNPJ ⟦11.222.333/0001-81⟧"), (.brCNPJ, "cnpj ⟦11222333000181⟧"), (.brCNPJ, "⟦12.ABC.345/01DE-35⟧"),
        (.brCNPJ, "11.222.333/0001-82"),
    ]) func elsewhere(_ entity: EntityType, _ marked: String) { check(entity, marked) }

    @Test func aBareNumberWithoutItsWordIsLeftAlone() {
        let texts = [
            "order 123456782 shipped", "ticket 1234567890 is open", "we sold 123456789012 units", "in build 20240131 of 12345678",
            "#111222333",
            "invoice 2123456701", "between 100 000 000 and 999 999 999", "0123456789",
        ]
        for text in texts {
            let found = Self.anonymizer.spans(in: text).filter { IdentifierRule.all.map(\.entity).contains($0.entity) && text.count > 12 }
            #expect(found.isEmpty, "\(text): \(found)")
        }
    }

    @Test func everyRuleHasItsCueFormsAndWords() {
        #expect(IdentifierRule.all.count <= Cue.mostIdentifiers)
        #expect(Set(IdentifierRule.all.map(\.name)).count == IdentifierRule.all.count)
        for rule in IdentifierRule.all {
            #expect(!rule.forms.isEmpty && !rule.words.isEmpty, "\(rule.name)")
            #expect(rule.contextReason.hasPrefix("context: ") && rule.contextReason.utf8.count > 10, "\(rule.name)")
            #expect(rule.words.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == " ") }, "\(rule.name)")
        }
    }

    @Test func everyEntityHasNamesOfItsOwn() {
        #expect(Set(EntityType.allCases.map(\.placeholderName)).count == EntityType.allCases.count)
        #expect(Set(EntityType.allCases.map(\.code)).count == EntityType.allCases.count)
        for entity in EntityType.allCases {
            #expect((2...8).contains(entity.placeholderName.count) && entity.placeholderName.allSatisfy { $0.isASCII && $0.isUppercase })
        }
    }
}
