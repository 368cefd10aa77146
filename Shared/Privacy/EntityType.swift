/// What a span is. Raw values are Presidio's entity names; where Presidio has none, a name made the same way. `custom` is an operator's deny-listed term or text
/// that only looks like one of our placeholders.
///
/// Those from `person` to `organization`, `streetAddress`, `nationality`, `title`, `jobTitle` and `medicalCondition` have no pattern, but for postal codes, which
/// are a `location`: they come from a tagger as spans handed to the anonymizer. `age` and `dateTime` come from both.
package enum EntityType: String, CaseIterable, Sendable, Hashable {
    case emailAddress = "EMAIL_ADDRESS"
    case phoneNumber = "PHONE_NUMBER"
    case creditCard = "CREDIT_CARD"
    case ibanCode = "IBAN_CODE"
    case ipAddress = "IP_ADDRESS"
    case macAddress = "MAC_ADDRESS"
    case url = "URL"
    case usSSN = "US_SSN"
    case secret = "SECRET"
    case person = "PERSON"
    case location = "LOCATION"
    case organization = "ORGANIZATION"
    case dateTime = "DATE_TIME"
    case custom = "CUSTOM"
    case cryptoAddress = "CRYPTO"
    case dateOfBirth = "DATE_OF_BIRTH"
    case usITIN = "US_ITIN"
    case usPassport = "US_PASSPORT"
    case usDriverLicense = "US_DRIVER_LICENSE"
    case usBankNumber = "US_BANK_NUMBER"
    case abaRoutingNumber = "ABA_ROUTING_NUMBER"
    case usNPI = "US_NPI"
    case usMBI = "US_MBI"
    case medicalLicense = "MEDICAL_LICENSE"
    case ukNHS = "UK_NHS"
    case ukNINO = "UK_NINO"
    case ukPostcode = "UK_POSTCODE"
    case ukPassport = "UK_PASSPORT"
    case ukVehicleRegistration = "UK_VEHICLE_REGISTRATION"
    case ukDrivingLicence = "UK_DRIVING_LICENCE"
    case deTaxID = "DE_TAX_ID"
    case deIDCard = "DE_ID_CARD"
    case deSocialSecurity = "DE_SOCIAL_SECURITY"
    case esNIF = "ES_NIF"
    case esNIE = "ES_NIE"
    case itFiscalCode = "IT_FISCAL_CODE"
    case itVATCode = "IT_VAT_CODE"
    case frNIR = "FR_NIR"
    case plPESEL = "PL_PESEL"
    case plNIP = "PL_NIP"
    case nlBSN = "NL_BSN"
    case sePersonnummer = "SE_PERSONNUMMER"
    case fiPersonalIdentityCode = "FI_PERSONAL_IDENTITY_CODE"
    case inAadhaar = "IN_AADHAAR"
    case inPAN = "IN_PAN"
    case auTFN = "AU_TFN"
    case auABN = "AU_ABN"
    case auACN = "AU_ACN"
    case auMedicare = "AU_MEDICARE"
    case caSIN = "CA_SIN"
    case sgNRIC = "SG_NRIC_FIN"
    case krRRN = "KR_RRN"
    case trNationalID = "TR_NATIONAL_ID"
    case zaIDNumber = "ZA_ID_NUMBER"
    case brCPF = "BR_CPF"
    case brCNPJ = "BR_CNPJ"
    case streetAddress = "STREET_ADDRESS"
    /// Nationality, religious or political group.
    case nationality = "NRP"
    /// "Mr", "Dr".
    case title = "TITLE"
    case age = "AGE"
    case jobTitle = "JOB_TITLE"
    /// A condition, a medication or a procedure.
    case medicalCondition = "MEDICAL_CONDITION"
    /// An identifier that only its label tells: of a patient, employee, case, docket, invoice, policy ...
    case idNumber = "ID_NUMBER"
    case username = "USERNAME"
    /// Business identifier code of a bank (ISO 9362).
    case swiftCode = "SWIFT_CODE"
    /// An amount named as someone's pay.
    case salary = "SALARY"

    /// The name inside a placeholder, as in `[[EMAIL_1]]`: ASCII upper-case letters only, two to eight of them.
    package var placeholderName: String { facts.placeholder }

    /// What the encoder reads in place of the value: plain lower-case words it knows from its training text.
    package var spokenName: String { facts.spoken }

    /// Secrets are one-way: their value is never kept, so nothing can restore them.
    package var isRestorable: Bool { self != .secret }

    /// Decides between spans of equal score and length; lower wins. The costlier a leak and the stricter the check, the lower.
    var priority: Int { facts.priority }

    /// The byte that stands for the type in an encoded `RestoreMap`. Never renumbered: maps outlive an update of the node.
    var code: UInt8 { facts.code }

    init?(code: UInt8) {
        guard let match = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = match
    }

    private struct Facts {
        let placeholder: String
        let spoken: String
        let priority: Int
        let code: UInt8

        init(_ placeholder: String, _ spoken: String, priority: Int, code: UInt8) {
            self.placeholder = placeholder
            self.spoken = spoken
            self.priority = priority
            self.code = code
        }
    }

    private var facts: Facts {
        switch self {
        case .emailAddress: Facts("EMAIL", "email address", priority: 40, code: 1)
        case .phoneNumber: Facts("PHONE", "phone number", priority: 50, code: 2)
        case .creditCard: Facts("CARD", "card number", priority: 10, code: 3)
        case .ibanCode: Facts("IBAN", "bank account", priority: 20, code: 4)
        case .ipAddress: Facts("IP", "ip address", priority: 80, code: 5)
        case .macAddress: Facts("MAC", "mac address", priority: 70, code: 6)
        case .url: Facts("URL", "web address", priority: 90, code: 7)
        case .usSSN: Facts("SSN", "social security number", priority: 30, code: 8)
        case .secret: Facts("SECRET", "secret", priority: 0, code: 9)
        case .person: Facts("PERSON", "person", priority: 60, code: 10)
        case .location: Facts("LOCATION", "place", priority: 100, code: 11)
        case .organization: Facts("ORG", "company", priority: 110, code: 12)
        case .dateTime: Facts("DATE", "date", priority: 120, code: 13)
        case .custom: Facts("CUSTOM", "text", priority: 130, code: 14)
        case .cryptoAddress: Facts("CRYPTO", "wallet address", priority: 15, code: 15)
        case .dateOfBirth: Facts("DOB", "date of birth", priority: 119, code: 16)
        case .usITIN: Facts("ITIN", "tax number", priority: 31, code: 17)
        case .usPassport: Facts("USPASS", "passport number", priority: 49, code: 18)
        case .usDriverLicense: Facts("USDL", "driver license", priority: 52, code: 19)
        case .usBankNumber: Facts("USBANK", "bank account", priority: 54, code: 20)
        case .abaRoutingNumber: Facts("ROUTING", "bank routing number", priority: 35, code: 21)
        case .usNPI: Facts("NPI", "provider number", priority: 43, code: 22)
        case .usMBI: Facts("MBI", "health insurance number", priority: 32, code: 23)
        case .medicalLicense: Facts("MEDLIC", "medical license", priority: 33, code: 24)
        case .ukNHS: Facts("NHS", "health service number", priority: 32, code: 25)
        case .ukNINO: Facts("NINO", "national insurance number", priority: 32, code: 26)
        case .ukPostcode: Facts("POSTCODE", "postcode", priority: 56, code: 27)
        case .ukPassport: Facts("UKPASS", "passport number", priority: 48, code: 28)
        case .ukVehicleRegistration: Facts("VEHICLE", "vehicle registration", priority: 57, code: 29)
        case .ukDrivingLicence: Facts("UKDL", "driving licence", priority: 34, code: 30)
        case .deTaxID: Facts("DETAX", "tax number", priority: 42, code: 31)
        case .deIDCard: Facts("DEID", "identity card number", priority: 45, code: 32)
        case .deSocialSecurity: Facts("DESOC", "social security number", priority: 33, code: 33)
        case .esNIF: Facts("NIF", "identity card number", priority: 33, code: 34)
        case .esNIE: Facts("NIE", "identity card number", priority: 34, code: 35)
        case .itFiscalCode: Facts("ITCF", "tax number", priority: 33, code: 36)
        case .itVATCode: Facts("ITVAT", "company tax number", priority: 47, code: 37)
        case .frNIR: Facts("NIR", "social security number", priority: 33, code: 38)
        case .plPESEL: Facts("PESEL", "national identity number", priority: 36, code: 39)
        case .plNIP: Facts("NIP", "tax number", priority: 46, code: 40)
        case .nlBSN: Facts("BSN", "national identity number", priority: 37, code: 41)
        case .sePersonnummer: Facts("SEPN", "national identity number", priority: 36, code: 42)
        case .fiPersonalIdentityCode: Facts("HETU", "national identity number", priority: 33, code: 43)
        case .inAadhaar: Facts("AADHAAR", "national identity number", priority: 33, code: 44)
        case .inPAN: Facts("INPAN", "tax number", priority: 38, code: 45)
        case .auTFN: Facts("TFN", "tax number", priority: 39, code: 46)
        case .auABN: Facts("ABN", "company number", priority: 41, code: 47)
        case .auACN: Facts("ACN", "company number", priority: 44, code: 48)
        case .auMedicare: Facts("AUMED", "health insurance number", priority: 38, code: 49)
        case .caSIN: Facts("SIN", "social insurance number", priority: 36, code: 50)
        case .sgNRIC: Facts("NRIC", "national identity number", priority: 33, code: 51)
        case .krRRN: Facts("RRN", "national identity number", priority: 34, code: 52)
        case .trNationalID: Facts("TRID", "national identity number", priority: 37, code: 53)
        case .zaIDNumber: Facts("ZAID", "national identity number", priority: 35, code: 54)
        case .brCPF: Facts("CPF", "tax number", priority: 35, code: 55)
        case .brCNPJ: Facts("CNPJ", "company number", priority: 36, code: 56)
        case .streetAddress: Facts("ADDRESS", "street address", priority: 95, code: 57)
        case .nationality: Facts("NRP", "nationality", priority: 111, code: 58)
        case .title: Facts("TITLE", "title", priority: 116, code: 59)
        case .age: Facts("AGE", "age", priority: 115, code: 60)
        case .jobTitle: Facts("JOB", "job", priority: 113, code: 61)
        case .medicalCondition: Facts("MEDICAL", "medical condition", priority: 62, code: 62)
        case .idNumber: Facts("ID", "id number", priority: 59, code: 63)
        case .username: Facts("USER", "user name", priority: 61, code: 64)
        case .swiftCode: Facts("SWIFT", "bank code", priority: 53, code: 65)
        case .salary: Facts("SALARY", "salary", priority: 58, code: 66)
        }
    }
}
