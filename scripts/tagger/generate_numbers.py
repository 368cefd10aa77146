"""The slots for dates, numbers and structured values."""
import string

from generate_people import digits

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS_BY = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
}
WEEKDAYS_BY = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(),
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "es": "lunes martes miércoles jueves viernes sábado domingo".split(),
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica".split(),
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split(),
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo".split(),
}


class NumberSlots:
    def year(self):
        return str(self.rng.randint(1955, 2027))

    def v_year(self):
        return self.year()

    def v_decade(self):
        return self.rng.choice(["1960s", "1970s", "1980s", "1990s", "2000s", "the 80s", "the 90s"]).replace("the ", "")

    def v_month(self):
        return self.rng.choice(MONTHS_BY.get(self.language, MONTHS))

    def v_monthyear(self):
        return self.v_month() + " " + self.year()

    def v_wd(self):
        return self.rng.choice(WEEKDAYS_BY.get(self.language, WEEKDAYS))

    def v_date(self):
        rng = self.rng
        day, month, year = rng.randint(1, 28), rng.randint(1, 12), self.year()
        name = MONTHS_BY.get(self.language, MONTHS)[month - 1]
        if self.language == "de":
            return rng.choice([f"{day}. {name} {year}", f"{day}.{month}.{year}", f"{day:02}.{month:02}.{year}", f"{day}. {name}",
                               f"{year}-{month:02}-{day:02}", f"{day}.{month}."])
        if self.language == "fr":
            return rng.choice([f"{day} {name} {year}", f"{day:02}/{month:02}/{year}", f"{day} {name}", f"{year}-{month:02}-{day:02}"])
        if self.language in ("es", "pt"):
            return rng.choice([f"{day} de {name} de {year}", f"{day:02}/{month:02}/{year}", f"{day} de {name}", f"{day}-{month}-{year}"])
        if self.language in ("it", "nl"):
            return rng.choice([f"{day} {name} {year}", f"{day:02}/{month:02}/{year}", f"{day} {name}"])
        ordinal = f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"
        return rng.choice([f"{name} {day}, {year}", f"{day} {name} {year}", f"{month:02}/{day:02}/{year}", f"{month}/{day}/{year[2:]}",
                           f"{year}-{month:02}-{day:02}", f"{name} {day}",
                           f"{name} {ordinal}", f"{ordinal} of {name}", f"{day} {name[:3]} {year}", f"{name[:3]} {day}, {year}",
                           f"{day}.{month}.{year}", f"{day}-{name[:3]}-{year}"])

    def v_isodate(self):
        return f"{self.year()}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"

    def v_time(self):
        rng = self.rng
        hour, minute = rng.randint(0, 23), rng.choice([0, 15, 30, 45, rng.randint(0, 59)])
        if self.language == "de":
            return rng.choice([f"{hour}:{minute:02} Uhr", f"{hour} Uhr", f"{hour}:{minute:02}"])
        if self.language == "fr":
            return rng.choice([f"{hour}h{minute:02}", f"{hour} h", f"{hour}:{minute:02}"])
        if self.language == "en":
            twelve = hour % 12 or 12
            return rng.choice([f"{hour:02}:{minute:02}", f"{twelve}:{minute:02} {rng.choice(['am', 'pm', 'AM', 'PM'])}",
                               f"{twelve}{rng.choice(['am', 'pm'])}", f"{twelve} o'clock",
                               f"{twelve}:{minute:02}{rng.choice(['am', 'pm'])}"])
        return f"{hour}:{minute:02}"

    def v_stamp(self):
        rng = self.rng
        day, clock = self.v_isodate(), f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"
        return rng.choice([f"{day}T{clock}Z", f"{day} {clock}", f"{day} {clock}.{digits(rng, 3)}",
                           f"{day}T{clock}+0{rng.randint(0, 9)}:00", f"{day} {clock[:5]}", f"{day} {clock} UTC"])

    def v_dob(self):
        rng = self.rng
        year, month, day = rng.randint(1930, 2019), rng.randint(1, 12), rng.randint(1, 28)
        if self.language == "en":
            return rng.choice([f"{year}-{month:02}-{day:02}", f"{month:02}/{day:02}/{year}", f"{day:02}/{month:02}/{year}",
                               f"{MONTHS[month - 1]} {day}, {year}", f"{day} {MONTHS[month - 1][:3]} {year}"])
        if self.language == "de":
            return f"{day:02}.{month:02}.{year}"
        return f"{day:02}/{month:02}/{year}"

    def v_age(self):
        return str(self.rng.choice([self.rng.randint(18, 90), self.rng.randint(1, 99)]))

    def v_kidage(self):
        return str(self.rng.randint(1, 16))

    def v_num(self):
        return [[str(self.rng.choice([self.rng.randint(2, 12), self.rng.randint(2, 99), self.rng.randint(100, 5000)])), None]]

    def v_small(self):
        return [[str(self.rng.randint(2, 9)), None]]

    def v_money(self):
        rng = self.rng
        amount = rng.choice([str(rng.randint(5, 999)), f"{rng.randint(1, 999)}.{rng.randint(0, 99):02}",
                             f"{rng.randint(1, 99)},{rng.randint(100, 999)}"])
        if self.language == "en":
            return [[rng.choice(["$", "£", "€", "$"]) + amount, None]]
        return [[amount.replace(".", ",") + " €", None]]

    def v_hex(self):
        return [["".join(self.rng.choices("0123456789abcdef", k=self.rng.choice([6, 7, 8, 12]))), None]]

    def v_email(self):
        return self._email(self.person(""))

    def v_user(self):
        rng = self.rng
        if rng.random() < 0.6:
            return self._user(self.person(""))
        return rng.choice(["dev", "ops", "admin", "svc", "test", "user", "sys"]) + "_" + digits(rng, 4)

    def v_handle(self):
        rng = self.rng
        if rng.random() < 0.5:
            return self._handle(self.person(""))
        word = rng.choice(["cosmic", "lazy", "happy", "dark", "super", "tiny", "its", "mad", "pixel", "night", "coffee", "sunny", "angry",
                           "little", "blue", "crypto", "gamer", "foodie"])
        return "@" + word + rng.choice(["", "_"]) + rng.choice(["panda", "wolf", "girl", "boy", "cat", "fox", "queen", "king", "dude",
                                                                "life", "tweets", "fan", "bot", "news",
                                                                "mum"]) + rng.choice(["", digits(rng, 2)])

    def v_phone(self):
        rng = self.rng
        if self.language == "de":
            return rng.choice([f"0{rng.randint(151, 179)} {digits(rng, 7)}", f"+49 {rng.randint(30, 89)} {digits(rng, 7)}",
                               f"0{rng.randint(30, 89)}/{digits(rng, 6)}", f"0{rng.randint(2000, 9999)} {digits(rng, 5)}"])
        if self.language == "fr":
            pairs = " ".join(digits(rng, 2) for _ in range(4))
            return rng.choice([f"0{rng.randint(1, 9)} {pairs}", f"+33 {rng.randint(1, 9)} {pairs}",
                               f"0{rng.randint(1, 9)}.{pairs.replace(' ', '.')}"])
        if self.language == "es":
            return rng.choice([f"6{digits(rng, 2)} {digits(rng, 3)} {digits(rng, 3)}",
                               f"+34 9{digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)}", f"6{digits(rng, 8)}"])
        return rng.choice([f"({rng.randint(201, 989)}) {rng.randint(200, 999)}-{digits(rng, 4)}",
                           f"{rng.randint(201, 989)}-{rng.randint(200, 999)}-{digits(rng, 4)}",
                           f"+1 {rng.randint(201, 989)} {digits(rng, 3)} {digits(rng, 4)}",
                           f"+44 20 {digits(rng, 4)} {digits(rng, 4)}", f"07{digits(rng, 3)} {digits(rng, 6)}",
                           f"+1 ({rng.randint(201, 989)}) {rng.randint(200, 999)}-{digits(rng, 4)}",
                           f"{rng.randint(201, 989)}.{digits(rng, 3)}.{digits(rng, 4)}",
                           f"+{rng.randint(20, 98)} {digits(rng, 2)} {digits(rng, 7)}", f"{digits(rng, 10)}", f"555-{digits(rng, 4)}",
                           f"{rng.randint(201, 989)}-{digits(rng, 3)}-{digits(rng, 4)} x{digits(rng, 3)}"])

    def v_url(self):
        rng = self.rng
        path = rng.choice(["", "/", "/" + rng.choice(["news", "blog", "login", "help", "products", "jobs", "u"]) + "/" + digits(rng, 4),
                           "/index.html", "/status/" + digits(rng, 6)])
        return rng.choice(["https://", "http://", "https://www.", "www."]) + self.domain() + path

    def v_short(self):
        rng = self.rng
        host = rng.choice(["t.co", "bit.ly", "ow.ly", "tinyurl.com", "goo.gl", "fb.me"])
        path = "".join(rng.choices(string.ascii_letters + string.digits, k=rng.randint(6, 10)))
        return rng.choice(["http", "https"]) + "://" + host + "/" + path

    def v_ip(self):
        rng = self.rng
        return ".".join(str(rng.randint(1, 254)) for _ in range(4))

    def v_mac(self):
        return ":".join("".join(self.rng.choices("0123456789abcdef", k=2)) for _ in range(6))

    def v_card(self):
        rng = self.rng
        number = rng.choice("3456") + digits(rng, 14)
        total = sum(int(c) if i % 2 else sum(divmod(2 * int(c), 10)) for i, c in enumerate(number))
        number += str(-total % 10)
        return rng.choice([number, " ".join(number[i:i + 4] for i in range(0, 16, 4)), "-".join(number[i:i + 4] for i in range(0, 16, 4))])

    def v_iban(self):
        rng = self.rng
        country, length = rng.choice([("DE", 18), ("GB", 0), ("FR", 23), ("ES", 20), ("NL", 0), ("IT", 0), ("CH", 17), ("PL", 24)])
        body = digits(rng, length) if length else "".join(rng.choices(string.ascii_uppercase, k=4)) + digits(rng, 14)
        moved = body + country + "00"
        value = int("".join(str(int(c, 36)) for c in moved)) % 97
        text = country + f"{98 - value:02}" + body
        return text if rng.random() < 0.5 else " ".join(text[i:i + 4] for i in range(0, len(text), 4))

    def v_ssn(self):
        rng = self.rng
        return f"{rng.randint(1, 665):03}-{rng.randint(1, 99):02}-{rng.randint(1, 9999):04}"

    def v_id(self):
        rng = self.rng
        letters = rng.choice(["MRN", "EMP", "INV", "POL", "CASE", "ACC", "REF", "ORD", "TKT", "CLM", "SN", "ID", "CUS", "BK", "PO", "LIC",
                              "STU", "".join(rng.choices(string.ascii_uppercase, k=2))])
        return rng.choice([letters + "-" + digits(rng, rng.randint(4, 9)), digits(rng, rng.randint(6, 10)),
                           letters + digits(rng, rng.randint(4, 8)), f"{rng.randint(2009, 2026)}-{letters}-{digits(rng, 4)}"])

    def v_case(self):
        rng = self.rng
        return rng.choice([f"{rng.randint(10, 26)}-cv-{digits(rng, 5)}", f"{rng.randint(1, 9)}:{rng.randint(10, 26)}-cr-{digits(rng, 5)}",
                           f"{rng.randint(2005, 2026)}-{rng.choice(['CV', 'CR', 'FAM', 'PROB'])}-{digits(rng, 4)}",
                           f"CV{digits(rng, 6)}", f"{rng.randint(1, 40)} O {digits(rng, 3)}/{rng.randint(10, 26)}",
                           f"No. {rng.randint(10, 26)}-{digits(rng, 4)}"])

    def v_secret(self):
        rng = self.rng
        alphabet = string.ascii_letters + string.digits
        return rng.choice([rng.choice(["sk-", "ghp_", "AKIA", "xoxb-"]) + "".join(rng.choices(alphabet, k=24)),
                           "".join(rng.choices(alphabet + "!#%&*+", k=rng.randint(8, 14)))])

    def v_salary(self):
        rng = self.rng
        amount = rng.randint(24, 280) * 1000
        if self.language == "en":
            return rng.choice([f"${amount:,}", f"${amount // 1000}k", f"£{amount:,}", f"{amount} USD", f"€{amount:,}"])
        return f"{amount:,} €".replace(",", "." if self.language != "fr" else " ")
