import Privacy
import Testing

/// Numbers of countries in the forms people write them, numbers without a type of their own, and what only looks like them. Made up, with check digits computed.
@Suite struct NationalFormTests {
    private func check(_ entity: EntityType, _ marked: String) { expectSpans(of: entity, marked) }

    @Test(arguments: [
        (EntityType.esNIF, "DNI ⟦12.345.678-Z⟧"), (.esNIF, "con ⟦12.345.678Z⟧."), (.esNIF, "DNI: ⟦12.345.678 Z⟧"),
        (.esNIE, "NIE ⟦X-9.613.851-N⟧"),
        (.esNIF, "12.345.678A"), (.esNIF, "versión 12.345.678"),
        (.plNIP, "NIP ⟦526 104 08 28⟧"), (.plNIP, "NIP: ⟦PL5261040828⟧"), (.plNIP, "VAT ⟦PL 526-104-08-28⟧"), (.plNIP, "tel 526 104 08 28"),
        (.plNIP, "we 526 104 08 28 it"), (.plNIP, "NIP: ⟦526-10-40-828⟧"),
        (.itVATCode, "VAT ⟦IT12345670785⟧"), (.itVATCode, "P. IVA ⟦IT12345670785⟧"), (.itVATCode, "type IT12345670786"),
        (.sePersonnummer, "personnummer ⟦811218 9876⟧"), (.sePersonnummer, "pnr ⟦7305131570⟧"), (.sePersonnummer, "rows 811218 9876"),
        (.auTFN, "TFN ⟦442-277-330⟧"), (.sgNRIC, "my ic is ⟦s7007681j⟧"), (.sgNRIC, "part s7007681j"),
        (.sgNRIC, "the IC in part S1234567A"),
        (.ukNHS, "Patient (⟦6889093100⟧) seen"), (.ukNHS, "patient: ⟦688 909 3100⟧"), (.ukNHS, "Patient (6889093101) seen"),
        (.ukNHS, "patients 6889093100"), (.ukNHS, "021 123 4567"), (.ukNHS, "NHS number: ⟦0101015555⟧"),
        (.usITIN, "(11) 98765-4321"), (.usITIN, "liga (21) 98765-4321 hoje"), (.usITIN, "ITIN (⟦911-70-1234⟧)"),
        (.usNPI, "ring 1300 975 707 now"), (.usNPI, "1300 975 707"), (.usNPI, "NPI ⟦1245 319 599⟧"),
        (.plPESEL, "pesel⟦44051401458⟧"), (.plPESEL, "PESEL44051401457"), (.esNIF, "DNI⟦12345678Z⟧"), (.nlBSN, "BSN⟦111222333⟧"),
        (.plNIP, "NIP⟦5261040828⟧"), (.usSSN, "ssn⟦536-22-1187⟧"), (.usSSN, "SSN⟦536221187⟧"), (.usSSN, "abc536-22-1187"),
        (.esNIF, "KDNI12345678Z"),
        (.plPESEL, "img_44051401458.png"), (.plPESEL, "job_44051401458 done"), (.plPESEL, "44051401458.png"),
        (.plPESEL, "pesel_⟦44051401458⟧.png"), (.plPESEL, "PESEL ⟦44051401458⟧.png"), (.esNIF, "scan_⟦12345678Z⟧.pdf"),
        (.creditCard, "scan_⟦4111111111111111⟧.png"),
        (.plNIP, "vat: 5084623223"), (.plNIP, "NIP: ⟦5084623223⟧"), (.plNIP, "NIP/VAT: ⟦5084623223⟧"), (.plNIP, "vat: ⟦5261040828⟧"),
    ]) func forms(_ entity: EntityType, _ marked: String) { check(entity, marked) }

    @Test(arguments: [
        "VAT ⟦GB123456782⟧", "VAT Reg ⟦GB 123 4567 82⟧", "VAT reg no ⟦GB 123 4567 27⟧.", "VAT ⟦GB123456789⟧ mistyped",
        "GB VAT ⟦123 4567 82⟧", "VAT 123 4567 83",
        "BTW ⟦NL123456782B01⟧",
        "BTW-nr. ⟦NL123456789B13⟧", "BTW ⟦NL123456789B01⟧ mistyped", "TVA ⟦FR44732829320⟧", "TVA ⟦FR12345678901⟧ mistyped",
        "n° TVA : ⟦FR 44 732 829 320⟧", "USt-IdNr. ⟦DE123456788⟧", "UID: ⟦ATU12345675⟧", "BTW ⟦BE 0123.456.749⟧", "BTW ⟦BE0123456749⟧",
        "moms ⟦DK12345674⟧", "ALV ⟦FI12345671⟧", "IVA ⟦PT501234560⟧", "TVA ⟦LU12345613⟧", "VAT ⟦EL094259148⟧", "moms ⟦SE556036079301⟧",
        "IVA ⟦ESB12345674⟧", "VAT ⟦IE1234567T⟧", "UID ⟦CHE-109.367.393⟧ MWST", "DPH ⟦SK2020270010⟧", "DIČ ⟦CZ25123459⟧",
        "OIB ⟦HR12345678903⟧", "MVA ⟦NO923609016⟧",
        "DE123456788 is a part", "GB123456782 alone in prose", "flight IE12345678", "DE123456788.pdf", "VAT 2024", "VAT of 20 percent",
        "uid IN123456782",
        "n° TVA ⟦FR 40 303265045⟧", "VAT ⟦IE 6388047V⟧", "VAT ⟦SE 556056-6258 01⟧", "VAT reg ⟦GB123456789⟧ mistyped",
        "reg CZ12345678", "reg MT12345678", "VAT ⟦MT11679112⟧", "reg ⟦CZ25123891⟧", "reg DK12345678", "reg SI12345678", "uid RO12345678",
        "reg ⟦DK12345674⟧", "uid ⟦RO18547290⟧", "vat: 5084623223",
        "NIF/CIF ⟦B12345674⟧",
        "btw NL is small", "the VAT number is missing", "TVA à 20%",
    ])
    func valueAddedTax(_ marked: String) { check(.idNumber, marked) }

    @Test(arguments: [
        "sort code ⟦20-45-77⟧", "Sort Code: ⟦204577⟧", "sort code is ⟦20 45 77⟧", "BSB ⟦062-000⟧", "BSB: ⟦062000⟧", "UTR ⟦1234567890⟧",
        "UTR: ⟦12345 67890⟧", "PPS number ⟦1234567T⟧", "PPSN: ⟦1234567TW⟧", "AHV ⟦756.9217.0769.85⟧", "seen ⟦756.9217.0769.85⟧ there",
        "AHV-Nr. ⟦7569217076985⟧", "fødselsnummer ⟦12038412335⟧", "fnr: ⟦120384 12335⟧", "CPR ⟦120384-1234⟧", "CURP ⟦BEGA840312MDFRRN05⟧",
        "con ⟦BEGA840312MDFRRN05⟧.", "IFSC ⟦HDFC0001234⟧", "IFSC code: ⟦SBIN0125620⟧",
        "sort: 10-20-30", "sort=204577", "sort by 20-45-77", "sort 20-45-77", "values 20 45 77", "756.9217.0769.86",
        "bare 7569217076985 here", "rows 12038412335",
        "⟦BEGA840312MDFRRN06⟧ mistyped", "bega840312mdfrrn06 lower", "code HDFC0001234", "12038412335", "pps of 1234567 frames",
        "12-03-84", "10-20-30", "401-023-2138", "UTR ⟦123 456 7890⟧", "utr 401-023-2138",
    ])
    func withoutATypeOfTheirOwn(_ marked: String) { check(.idNumber, marked) }

    @Test(arguments: [
        "ID ⟦20394481⟧", "ID: ⟦20394481⟧", "my ID is ⟦20394481⟧.", "Hi, ID ⟦20394481⟧ here", "license plate ⟦7ABC123⟧",
        "licence plate ⟦ABC 1234⟧",
        "booking reference ⟦KX7P2Q⟧", "PNR: ⟦KX7P2Q⟧", "pnr ⟦KX7P2Q⟧", "Confirmation #: ⟦HMX4QZ8K⟧", "reservation code ⟦QW3ER7⟧",
        "thread ID: 20394481", "Event ID 20394481", "WHERE ID = 20394481", "process-ID: 20394481", "id: 20394481", "ID 203944",
        "ID: 2024-11-05",
        "ID: 12.5.2039", "license plate 3 months", "booking reference missing", "booking KX7P2Q", "Confirmation #: pending",
        "ID 0x20394481",
    ])
    func labelled(_ marked: String) { check(.idNumber, marked) }
}
