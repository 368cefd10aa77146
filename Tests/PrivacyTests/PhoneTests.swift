import Privacy
import Testing

/// Telephone numbers by the plan they follow and by the words around them, and what looks like them. All numbers are for tests and documentation, or made up.
@Suite struct PhoneTests {
    private func check(_ marked: String) { expectSpans(of: .phoneNumber, marked) }

    @Test(arguments: [
        "Lindiwe, ⟦082 123 4567⟧, agreed", "Anna ⟦040 123 4567⟧ Helsinki", "puhelin ⟦040 123 4567⟧", "Bangkok ⟦081 234 5678⟧",
        "⟦021 123 4567⟧",
        "Tel. ⟦0171 / 234 56 78⟧", "Tel. ⟦089 / 123 456 - 0⟧", "Tel.: ⟦0 30 / 23 12 98-0⟧", "⟦0151 / 23456789⟧",
        "⟦0171/ 2345678⟧ ist meine",
        "⟦+49 171 / 234 56 78⟧", "⟦011 44 20 7946 0958⟧", "⟦011-49-30-23125123⟧", "⟦[415] 555-2671⟧", "⟦+52 1 55 1234 5678⟧",
        "⟦212 . 555 . 0187⟧",
        "⟦(11) 98765-4321⟧", "ou ⟦(11) 98765-4321⟧.", "⟦1300 975 707⟧",
        "at 112 123 4567 of", "range 100-200-3000", "pages 100 / 200 of 300", "between 1000 - 2000 and 3000 - 4000", "score 05 / 10 / 2024",
        "part 0123 / 45678", "Rechnung 0815 - 4711", "[123] 456-7890", "log [404] 512 2048", "[1, 2, 3]", "in 1212 . 555 . 0187",
        "1300 items 975 707", "09:00 - 17:00", "ISBN 978-3-16-148410-0", "ISBN 99921-58-10-7",
        "price 1,234,567.00 USD",
        "version 10.0.19045.3693", "on 011 2024 of", "1990 - 2000 - 2010",
    ])
    func plan(_ marked: String) { check(marked) }

    @Test(arguments: [
        "Called customer at ⟦4155552671⟧.", "Phone line ⟦4155552671⟧", "call the office line ⟦5550143⟧", "call the member on ⟦07911123456⟧",
        "Please ring the order desk back on ⟦4155552671⟧", "text the claim handler via ⟦4155552671⟧", "Ph.⟦4155552671⟧",
        "Tel.No.⟦4155552671⟧",
        "My number's ⟦4155552671⟧", "Caller ID: ⟦4155552671⟧", "MSISDN: ⟦4155552671⟧", "wa.me/⟦14155552671⟧", "a.me/14155552671",
        "Anna\nT: ⟦4155552671⟧\nM: ⟦4155552672⟧",
        "T: ⟦4155552671⟧ | M: ⟦4155552672⟧", "ticket: my number is ⟦5550143⟧", "call him or ring Anna ⟦5550143⟧",
        "call customer 4155552671", "call about order no. 4155552671", "called, tracking says 123456789",
        "call about order: 1234567, 1234568",
        "call about part ABC 1234567", "caller 1234567 of the function", "called about invoice dated 20240115 again",
        "call us, the serial which is 123456789", "call about a parcel, it is number 12345678", "call, claim is open, ⟦5550143⟧",
        "the ID: 4155552671", "Size M: 12345", "M: 1700000000",
        "x = M: 4155552671",
        "foo.4155552671", "id.4155552671", "Order No.4155552671", "number's 4155552671",
        "call 1234567 times the loop body", "call it 12345678 times", "text 1234567 users", "reach 4000123 people", "call 1234567 mal",
        "call ⟦5550143⟧ many times", "ring Anna ⟦4155552671⟧", "ring Anna back ⟦4155552671⟧", "ring Dr. Berg ⟦030 123456⟧",
        "ring binder 12",
        "ring binder 4155552671", "caller ID 12345678", "phone line 5550143 error", "phone line ⟦5550143⟧", "_⟦+1 415 555 2671⟧_",
        "_⟦415-555-2671⟧_", "x_415-555-2671",
    ])
    func context(_ marked: String) { check(marked) }

    @Test(arguments: [
        "bel ⟦612345678⟧", "bel me op ⟦612345678⟧", "mijn nummer is ⟦612345678⟧", "numer telefonu ⟦601234567⟧", "zadzwoń ⟦601234567⟧",
        "mój numer to ⟦601234567⟧", "cellulare ⟦3471234567⟧", "chiamami al ⟦3471234567⟧", "il mio numero è ⟦3471234567⟧",
        "llame al ⟦612345678⟧",
        "llámame al ⟦612345678⟧", "tfno. ⟦612345678⟧", "telefone ⟦912345678⟧", "o meu telemóvel é ⟦912345678⟧", "celular: ⟦912345678⟧",
        "tlf ⟦41234567⟧", "telefon ⟦41234567⟧", "puh. ⟦401234567⟧", "puhelin ⟦401234567⟧", "mitt nummer är ⟦701234567⟧", "ring ⟦701234567⟧",
        "ring Anna på ⟦701234567⟧", "Mobilnr ⟦1712345678⟧", "Rufnummer: ⟦1712345678⟧", "Handy ⟦1712345678⟧",
        "mon numéro est le ⟦612345678⟧",
        "joignable au ⟦612345678⟧", "portable : ⟦612345678⟧", "gsm ⟦471234567⟧", "тел. ⟦89123456789⟧", "телефон ⟦79123456789⟧",
        "电话：⟦13812345678⟧",
        "手机⟦13812345678⟧",
        "bel canto 612345678", "ring binder 1234567", "a portable drive 20230415 is full", "handy tool 1234567",
        "gsm modem firmware 1234567",
        "signal 11 at 0x7ffde 12345678", "заказ 12345678901", "№ 13812345678", "label 612345678",
    ])
    func languages(_ marked: String) { check(marked) }
}
