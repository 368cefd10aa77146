import Privacy
import Testing

/// Values in emphasis and in the names of files: found where a check digit or the form leaves no doubt, otherwise a part of a name.
@Suite struct UnderscoreBorderTests {
    private static let anonymizer = Anonymizer()

    private func check(_ entity: EntityType, _ marked: String) { expectSpans(of: entity, marked) }

    @Test(arguments: [
        (EntityType.creditCard, "_⟦4539578763621486⟧_"), (.creditCard, "pay with __⟦4539 5787 6362 1486⟧__ please"),
        (.itFiscalCode, "_⟦RSSMRA85T10A562S⟧_"), (.esNIF, "*_⟦12345678Z⟧_*"), (.usSSN, "_⟦536-22-1187⟧_"),
        (.ibanCode, "_⟦DE89370400440532013000⟧_"), (.ukNINO, "_⟦AB123456C⟧_"), (.dateTime, "_⟦2024-11-05⟧_ and"),
        (.swiftCode, "SWIFT code _⟦DEUTDEFF500⟧_"), (.cryptoAddress, "_⟦1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa⟧_"),
        (.dateOfBirth, "DOB _⟦1980-04-03⟧_"), (.idNumber, "_⟦MRN-4471902⟧_"), (.brCPF, "_CPF ⟦529.982.247-25⟧_"),
    ]) func emphasis(_ entity: EntityType, _ marked: String) { check(entity, marked) }

    @Test(arguments: [
        (EntityType.creditCard, "⟦4539578763621486⟧_front.png"), (.creditCard, "scan_⟦4539-5787-6362-1486⟧_back.jpg"),
        (.creditCard, "⟦4539578763621486⟧_2024.pdf"), (.itFiscalCode, "⟦RSSMRA85T10A562S⟧_2024.pdf"), (.esNIF, "dni_⟦12345678Z⟧.pdf"),
        (.usSSN, "⟦536-22-1187⟧_w2.pdf"), (.usSSN, "w2_⟦536-22-1187⟧.pdf"), (.usSSN, "ssn_⟦536221187⟧.pdf"),
        (.ibanCode, "⟦DE89370400440532013000⟧-june.pdf"), (.ibanCode, "sepa_⟦DE89370400440532013000⟧_x.csv"),
        (.esNIF, "⟦12345678Z⟧.pdf"), (.fiPersonalIdentityCode, "hetu_⟦131052-308T⟧.pdf"),
        (.cryptoAddress, "qr_⟦bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4⟧_1.png"),
        (.idNumber, "car_⟦1HGCM82633A004352⟧_2.jpg"), (.dateOfBirth, "dob_⟦1984-03-12⟧.pdf"),
    ]) func nameOfAFile(_ entity: EntityType, _ marked: String) { check(entity, marked) }

    @Test(arguments: [
        "4539578763621487_front.png", "1234_4539578763621486_5678.jpg", "row_123456782_x", "a_1700000000000_b", "kv_12345678A",
        "log_2024-11-05.txt",
        "file_536221187_a", "uint_18446744073709551615_t", "MY_AB123456E_X", "id_219 09 9999_x", "backup_20240131_120000.tar",
        "x_ABCDEFGH_y",
        "see __12345678__ there", "12345678A.pdf", "v123456782.txt", "rows 123456782.csv", "sha_9f86d081884c7d659a2feaa0c55ad015a3bf4f1b_x",
        "INS_12345_FOO", "v_2021_CV_01234",
    ])
    func partOfAName(_ text: String) { #expect(Self.anonymizer.spans(in: text).isEmpty, "\(text): \(Self.anonymizer.spans(in: text))") }
}
