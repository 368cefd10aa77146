import Privacy
import Testing

/// Dates, dates of birth and wallet addresses: what is found, to the scalar, and what is left alone.
@Suite struct DateAndWalletTests {
    private func check(_ marked: String, _ entity: EntityType) { expectSpans(of: entity, marked) }

    @Test(arguments: [
        "on ⟦2024-02-29⟧.", "at ⟦2024-11-05T10:30:00Z⟧", "⟦2024-11-05 10:30⟧ server time", "⟦2024-11-05T10:30:00.123+01:00⟧",
        "⟦05.11.2024⟧ und 8", "⟦05.11.2024 um 8 Uhr⟧", "⟦11/05/2024, 3:30 pm⟧ sharp", "⟦11/05/2024⟧", "by ⟦5/11/24⟧", "valid to ⟦03/2027⟧",
        "⟦5 November 2024⟧", "the ⟦5th of Nov, 2024⟧", "⟦November 5th, 2024⟧", "⟦5. März 2024⟧", "le ⟦1er mai 2024⟧",
        "⟦3 de octubre de 2024⟧",
        "⟦12-Jan-2023⟧", "⟦12-Jan-23⟧", "due ⟦Monday, 5 November 2024 at 10:30 am⟧.", "⟦Dienstag, 5. November 2024⟧", "⟦5 Nov 2024 10:30⟧",
        "2023-02-29", "2024-13-01", "31.04.2024", "1.2.34", "10.0.2024.1", "2024-11-051", "5550-11-05", "13/2027", "x2024-11-05",
        "version 2024.1",
    ])
    func date(_ marked: String) { check(marked, .dateTime) }

    @Test(arguments: [
        "⟦3 March⟧", "on ⟦march 3⟧ we", "⟦march 3rd⟧", "am ⟦3. März⟧", "le ⟦3 mars⟧", "el ⟦3 de marzo⟧", "⟦Jun 5⟧ works", "⟦March 2024⟧",
        "⟦Juni 2023⟧",
        "in ⟦may 2024⟧", "⟦marzo de 2024⟧", "⟦janvier 2024⟧",
        "may 2024 be good", "you may 3 times", "March 5 people out", "we march 20 miles", "mark 5", "May", "in june",
    ])
    func dayOrYearWithItsMonth(_ marked: String) { check(marked, .dateTime) }

    /// What the sets of labelled texts call a date and only a sentence can tell; at the default threshold, not above it.
    @Test(arguments: [
        "we meet on ⟦friday⟧", "see you ⟦Tuesday⟧", "nächsten ⟦Montag⟧ dann", "since ⟦2004⟧ it", "a ⟦2017⟧ film", "im Jahr ⟦2019⟧",
        "en ⟦2019⟧.",
        "friday deploys", "sun and sat", "MONDAY", "2004", "room 2004", "in 2000 dollars", "of 2000 people", "in 2,004 days", "in 2004.5",
        "in 1234", "a 2017",
    ])
    func weekdayOrYearAlone(_ marked: String) {
        check(marked, .dateTime)
        let strict = Anonymizer(AnonymizerSettings(thresholds: [.dateTime: 0.45]))
        #expect(strict.spans(in: MarkedText(marked).text).isEmpty)
    }

    @Test(arguments: [
        "born on ⟦3/4/1980⟧", "DOB: ⟦1980-04-03⟧", "date of birth ⟦3 April 1980⟧", "geboren am ⟦03.04.1980⟧",
        "née, naissance: ⟦03/04/1980⟧",
        "born in ⟦1984⟧", "{\"dob\": \"⟦1980-04-03⟧\"}", "birthday party on friday",
        "DOB: ⟦12031984⟧", "DOB ⟦19840312⟧.", "DOB: ⟦12MAR1984⟧", "DOB: ⟦840312⟧", "DOB: ⟦12 Mar 84⟧", "d.o.b. ⟦12-Mar-84⟧",
        "DOB: ⟦3/4/84⟧",
        "birth date (DDMMYYYY): ⟦12031984⟧", "name,dob\nJo,⟦12031984⟧", "born ⟦1984⟧", "née le ⟦12/03/1984⟧", "né le ⟦12 mars 1984⟧",
        "nato il ⟦12 marzo 1984⟧",
        "nata il ⟦12.03.84⟧",
        "geboortedatum: ⟦12 maart 1984⟧", "geboren ⟦12.3.1984⟧", "ur. ⟦12.03.1984⟧", "urodzony ⟦12 marca 1984⟧",
        "data urodzenia: ⟦12031984⟧",
        "född ⟦1984-03-12⟧", "födelsedatum ⟦840312⟧", "syntynyt ⟦12.3.1984⟧", "syntymäaika: ⟦12.3.1984⟧",
        "fecha de nacimiento: ⟦12 de marzo de 1984⟧",
        "data di nascita: ⟦12/03/1984⟧", "data de nascimento ⟦12-03-1984⟧", "date de naissance : ⟦12/03/84⟧",
        "DOB ⟦12 03 1984⟧", "DOB: ⟦12 03 84⟧", "born ⟦12th March 84⟧", "born 101010 times", "DOB: 99999999", "DOB: 123456789",
        "born 12 people", "dob: 841399", "born 2000 miles away", "I was born, 840312 was the number",
        "je ne pars le 12/03/1984", "your 12.03.1984", "840312",
        "DOB ⟦1980-04-03⟧, visit 2024-11-05", "on 2024-11-05 it was born", "born and issued 2024-11-05",
    ])
    func dateOfBirth(_ marked: String) { check(marked, .dateOfBirth) }

    /// The specimens of BIP 173 and BIP 350, the first block's address and Presidio's.
    @Test(arguments: [
        "wallet ⟦1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa⟧", "btc: ⟦3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy⟧.",
        "⟦bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4⟧", "⟦BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4⟧",
        "⟦bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0⟧", "to ⟦0x52908400098527886E0F7030069857D2E4169EE7⟧",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "0x52908400098527886E0F7030069857D2E4169EE",
        "the 1BoatSLRHtKNngkdXEeobR76b53LETtpy0 one",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        "⟦addr1q89f0qgjegdmmjh6cgcm8x3rm3x60ph0lq28cnnjhxq80pd0aeythj5hsyfv5xaaetavyvdnng3acnd8smhls9rufeeq9g6tdv⟧",
        "⟦cosmos19e7jcqaf2pawye0v7k6n26y955ee8gszam7rvl⟧", "⟦stake1uyzr5uv8wnzh90v2ykkmavdle4wqy44wz88vl8uu87f96rsdxhy3r⟧",
        "bitcoincash:⟦qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a⟧", "⟦qzp9fsef4y59pak488wnwm6gzmhzwez305yvq4xcup⟧",
        "⟦GAWXCFSCW4TLARABMJ6KT65MGL24QUYPWGIDZRG3AISYOF4SDJEID4FK⟧",
        "cosmos19e7jcqaf2pawye0v7k6n26y955ee8gszam7rvq", "qzp9fsef4y59pak488wnwm6gzmhzwez305yvq4xcuq",
        "GAWXCFSCW4TLARABMJ6KT65MGL24QUYPWGIDZRG3AISYOF4SDJEID4FL", "age1e592nptpg7mvtd8l9d7laew6yz4rsffsn8h3kjny4nkjx0y6lc5stkqfpe",
    ])
    func wallet(_ marked: String) { check(marked, .cryptoAddress) }
}
