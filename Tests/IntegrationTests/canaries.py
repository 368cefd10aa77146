"""Values of every entity type that no other place has: right check digits, drawn from a seed, one of its own for every field of every call."""
import base64
import collections
import hashlib
import random
import string

DIGITS, UPPER, LOWER = string.digits, string.ascii_uppercase, string.ascii_lowercase
CONSONANTS, VOWELS = "bdfgklmnprtvz", "aeiou"

# Types whose recognizers are the youngest. The test asks the node under test whether it finds them; one that it does not find is a hole, and said so.
YOUNG = {"ID_NUMBER", "USERNAME", "SWIFT_CODE", "SALARY", "AGE"}
# Types that have no pattern: only a release with a tagger finds them.
BY_TAGGER = {"PERSON", "LOCATION", "ORGANIZATION", "STREET_ADDRESS", "NRP", "TITLE", "JOB_TITLE", "MEDICAL_CONDITION"}
# Only a deny list finds these.
BY_POLICY = {"CUSTOM"}

Canary = collections.namedtuple("Canary", "path entity value sentence")
"""`path` says where it was put in; `value` must be found nowhere, whatever stands around it in `sentence`."""


class Draw(random.Random):
    """Values drawn from a seed. Numbers follow the rule their authority publishes; the recognizers' files name the sources."""

    def digits(self, count, first=DIGITS):
        return self.choice(first) + "".join(self.choices(DIGITS, k=count - 1))

    def letters(self, count, alphabet=UPPER):
        return "".join(self.choices(alphabet, k=count))

    def word(self, syllables=3):
        """No word of any language, so that it is found where it leaked and nowhere else."""
        return "".join(self.choice(CONSONANTS) + self.choice(VOWELS) for _ in range(syllables)) + self.choice("bdgkvxz")

    def key(self, count):
        """Random letters and digits, of each kind at least three."""
        some = self.letters(3, UPPER) + self.letters(3, LOWER) + self.letters(3, DIGITS)
        value = list(some + self.letters(count - len(some), UPPER + LOWER + DIGITS))
        self.shuffle(value)
        return "".join(value)

    def date(self, first, last):
        return self.randint(first, last), self.randint(1, 12), self.randint(1, 28)

    def checked(self, make, passes):
        """Drawn until the rule holds; one in a hundred does for every rule here."""
        while True:
            value = make()
            if passes(value):
                return value


def weighted(number, weights):
    return sum(int(digit) * weight for digit, weight in zip(number, weights))


def luhn(number):
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def verhoeff(number):
    permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

    def product(a, b):
        if a < 5:
            return (a + b) % 5 if b < 5 else (a + b - 5) % 5 + 5
        return (a - 5 - b + 5) % 5 + 5 if b < 5 else (a - b + 5) % 5
    check = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit)
        for _ in range(place % 8):
            value = permutation[value]
        check = product(check, value)
    return check == 0


def mod_11_10(number):
    product = 10
    for digit in number[:-1]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(number[-1])


def grouped(value, sizes, separator=" "):
    parts, start = [], 0
    for size in sizes:
        parts.append(value[start:start + size])
        start += size
    return separator.join(part for part in parts if part)


def base58(payload):
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number, text = int.from_bytes(payload, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = alphabet[rest] + text
    return "1" * (len(payload) - len(payload.lstrip(b"\0"))) + text


def iban(draw):
    account = draw.digits(18)
    check = 98 - int(account + "131400") % 97
    return grouped(f"DE{check:02d}{account}", draw.choice([[22], [4, 4, 4, 4, 4, 2]]))


def bitcoin(draw):
    payload = b"\0" + draw.randbytes(20)
    return base58(payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4])


def phone(draw):
    return draw.choice([
        lambda: f"+1 ({draw.digits(3, '23456789')}) {draw.digits(3, '23456789')}-{draw.digits(4)}",
        lambda: f"+44 7{draw.digits(3)} {draw.digits(6)}",
        lambda: f"+49 30 {draw.digits(8, '123456789')}",
        lambda: f"{draw.digits(3, '23456789')}-{draw.digits(3, '23456789')}-{draw.digits(4)}",
    ])()


def address(draw):
    if draw.random() < 0.5:
        return f"203.{draw.randint(100, 223)}.{draw.randint(100, 254)}.{draw.randint(100, 254)}"
    return "2001:db8:" + ":".join(f"{draw.randint(0x1000, 0xffff):x}" for _ in range(4)) + f"::{draw.randint(1, 0xfff):x}"


def secret(draw):
    """A sentence and the part of it that is the secret."""
    token = base64.urlsafe_b64encode
    value, before, after = draw.choice([
        (f"{draw.word().capitalize()}-{draw.digits(4)}!", "The password is ", ""),
        ("sk_live_" + draw.key(24), "The billing key ", " has to go."),
        ("ghp_" + draw.key(36), "Someone pushed ", " last night."),
        ("AKIA" + draw.letters(16, UPPER + DIGITS), "aws id ", " is in the log"),
        (f"{token(b'{%s}' % draw.randbytes(20)).decode().rstrip('=')}", "token=", ""),
        ("eyJ" + draw.key(20) + "." + draw.key(30) + "." + draw.key(40), "Authorization: Bearer ", ""),
        (f"postgres://{draw.word()}:{draw.key(12)}@{draw.word()}.example/live", "The job uses ", " now."),
        (f"-----BEGIN PRIVATE KEY-----\n{draw.key(64)}\n{draw.key(64)}\n-----END PRIVATE KEY-----", "Here it is:\n", "\n"),
        (draw.key(32), "api_key = \"", "\""),
    ])
    return value, before + value + after


def uk_driving_licence(draw):
    year, month, day = draw.date(1940, 1999)
    month += draw.choice([0, 50])
    return f"{draw.letters(5)}{year // 10 % 10}{month:02d}{day:02d}{year % 10}{draw.letters(2)}9{draw.letters(2)}"


def de_id_card(draw):
    alphabet = "CFGHJKLMNPRTVWXYZ"

    def passes(value):
        total = sum((int(c) if c.isdigit() else ord(c) - 55) * (7, 3, 1)[place % 3] for place, c in enumerate(value[:-1]))
        return total % 10 == int(value[-1])
    return draw.checked(lambda: draw.choice("LMNPRTVWXY") + draw.letters(2, alphabet + DIGITS) + draw.digits(7), passes)


def de_pension(draw):
    def passes(value):
        letter = ord(value[8]) - 64
        digits = [int(c) for c in value[:8]] + [letter // 10, letter % 10] + [int(c) for c in value[9:11]]
        total = sum(d * w // 10 + d * w % 10 for d, w in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)))
        return total % 10 == int(value[11])

    def make():
        year, month, day = draw.date(1940, 1999)
        return f"{draw.digits(2, '123456')}{day:02d}{month:02d}{year % 100:02d}{draw.choice(UPPER)}{draw.digits(3)}"
    return draw.checked(make, passes)


def it_fiscal_code(draw):
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
    year, month, day = draw.date(1940, 1999)
    code = f"{draw.letters(6, 'BCDFGLMNPRST')}{year % 100:02d}{'ABCDEHLMPRST'[month - 1]}{day:02d}{draw.choice('ABCDEFGH')}{draw.digits(3)}"
    values = [int(c) if c.isdigit() else ord(c) - 65 for c in code]
    return code + UPPER[sum(odd[v] if place % 2 == 0 else v for place, v in enumerate(values)) % 26]


def fr_nir(draw):
    year, month, _ = draw.date(1940, 1999)
    number = f"{draw.choice('12')}{year % 100:02d}{month:02d}{draw.randint(10, 95)}{draw.digits(6)}"
    return grouped(number + f"{97 - int(number) % 97:02d}", draw.choice([[15], [1, 2, 2, 2, 3, 3, 2]]))


def pl_pesel(draw):
    year, month, day = draw.date(1940, 1999)
    number = f"{year % 100:02d}{month:02d}{day:02d}{draw.digits(4)}"
    return number + str(-weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


def se_personnummer(draw):
    def make():
        year, month, day = draw.date(1940, 1999)
        return f"{year}{month:02d}{day:02d}-{draw.digits(4)}"
    return draw.checked(make, lambda value: luhn(value[2:].replace("-", "")))


def fi_hetu(draw):
    year, month, day = draw.date(1940, 1999)
    head, serial = f"{day:02d}{month:02d}{year % 100:02d}", f"{draw.randint(2, 899):03d}"
    return f"{head}-{serial}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(head + serial) % 31]}"


def kr_rrn(draw):
    def make():
        year, month, day = draw.date(1940, 1999)
        return f"{year % 100:02d}{month:02d}{day:02d}-{draw.digits(7, '12')}"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    return draw.checked(make, lambda value: (11 - weighted(value.replace("-", "")[:12], weights) % 11) % 10 == int(value[-1]))


def tr_national_id(draw):
    head = draw.digits(9, "123456789")
    tenth = weighted(head, (7, -1, 7, -1, 7, -1, 7, -1, 7)) % 10
    return f"{head}{tenth}{(sum(map(int, head)) + tenth) % 10}"


def za_id(draw):
    def make():
        year, month, day = draw.date(1940, 1999)
        return f"{year % 100:02d}{month:02d}{day:02d}{draw.digits(4)}08{draw.digits(1)}"
    return draw.checked(make, luhn)


def br_cpf(draw):
    head = draw.digits(9)
    first = weighted(head, range(10, 1, -1)) * 10 % 11 % 10
    second = weighted(head + str(first), range(11, 1, -1)) * 10 % 11 % 10
    return f"{grouped(head, [3, 3, 3], '.')}-{first}{second}"


def br_cnpj(draw):
    def digit(number, weights):
        rest = weighted(number, weights) % 11
        return "0" if rest < 2 else str(11 - rest)
    head = draw.digits(8) + "0001"
    head += digit(head, (5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
    head += digit(head, (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
    return f"{head[:2]}.{head[2:5]}.{head[5:8]}/{head[8:12]}-{head[12:]}"


def dea(draw):
    return draw.checked(lambda: draw.choice("ABFM") + draw.choice(UPPER) + draw.digits(7),
                        lambda value: weighted(value[2:8], (1, 2, 1, 2, 1, 2)) % 10 == int(value[8]))


def mbi(draw):
    letters = "ACDEFGHJKMNPQRTUVWXY"
    l, d = lambda: draw.choice(letters), lambda: draw.choice(DIGITS)
    value = draw.choice("123456789") + l() + d() + d() + l() + d() + d() + l() + l() + d() + d()
    return grouped(value, draw.choice([[11], [4, 3, 4]]), "-")


def sg_nric(draw):
    number = draw.digits(7)
    return f"S{number}{'JZIHGFEDCBA'[weighted(number, (2, 7, 6, 5, 4, 3, 2)) % 11]}"


def spanish_letter(number):
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]


def nino(draw):
    return grouped(f"{draw.choice('ABCEHJKLMPRSTWXY')}{draw.choice('ABCEHJKLMPRSWXY')}{draw.digits(6)}{draw.choice('ABCD')}",
                   draw.choice([[9], [2, 2, 2, 2, 1]]))


def postcode(draw):
    return f"{draw.choice(['SW', 'EC', 'NW', 'SE', 'WC'])}{draw.digits(1, '123456789')}{draw.choice('ABEHMNPRVWXY')} " \
           f"{draw.digits(1)}{draw.letters(2, 'ABDEFGHJLNPQRSTUWXYZ')}"


# What a person would write around a value of each type. `{}` is the value.
PATTERNS = {
    "EMAIL_ADDRESS": ("Please answer to {}.", lambda d: f"{d.word(2)}.{d.word()}{d.digits(2)}@{d.word()}.example"),
    "PHONE_NUMBER": ("Call me on {} after four.", phone),
    "CREDIT_CARD": ("My card {} was charged twice.",
                    lambda d: grouped(d.checked(lambda: "4" + d.digits(15), luhn), d.choice([[16], [4, 4, 4, 4]]))),
    "IBAN_CODE": ("Refund it to {} today.", iban),
    "IP_ADDRESS": ("The gateway {} does not answer.", address),
    "MAC_ADDRESS": ("Its MAC is {}.", lambda d: ":".join(f"{d.randint(16, 255):02x}" for _ in range(6))),
    "URL": ("I saw it on https://{}.", lambda d: f"{d.word()}.example/{d.word()}/{d.digits(5)}"),
    "US_SSN": ("SSN {} is mine.", lambda d: f"{d.randint(100, 599)}-{d.randint(10, 99)}-{d.digits(4, '123456789')}"),
    "DATE_TIME": ("The lease was signed on {}.", lambda d: "{:04d}-{:02d}-{:02d}".format(*d.date(1881, 1929))),
    "CRYPTO": ("Send it to the wallet {}.", lambda d: d.choice([bitcoin(d), "0x" + d.randbytes(20).hex()])),
    "DATE_OF_BIRTH": ("I was born on {}.", lambda d: "{2:02d}/{1:02d}/{0:04d}".format(*d.date(1931, 1989))),
    "US_ITIN": ("The ITIN is {}.", lambda d: f"9{d.digits(2)}-{d.randint(70, 88)}-{d.digits(4)}"),
    "US_PASSPORT": ("The passport number is {}.", lambda d: d.choice(UPPER) + d.digits(8)),
    "US_DRIVER_LICENSE": ("My driver license is {}.", lambda d: d.choice("BDEFH") + d.digits(12)),
    "US_BANK_NUMBER": ("Put it into savings account {}.", lambda d: d.digits(12, "123456789")),
    "ABA_ROUTING_NUMBER": ("The routing number is {}.", lambda d: d.checked(
        lambda: f"{d.randint(21, 32)}" + d.digits(7), lambda v: weighted(v, (3, 7, 1) * 3) % 10 == 0)),
    "US_NPI": ("Her NPI is {}.", lambda d: d.checked(lambda: d.digits(10, "12"), lambda v: luhn("80840" + v))),
    "US_MBI": ("Medicare ID: {}.", mbi),
    "MEDICAL_LICENSE": ("The prescriber's DEA is {}.", dea),
    "UK_NHS": ("My NHS number is {}.", lambda d: grouped(d.checked(
        lambda: d.digits(10, "4567"), lambda v: -weighted(v, range(10, 1, -1)) % 11 == int(v[9])), d.choice([[10], [3, 3, 4]]))),
    "UK_NINO": ("My national insurance number is {}.", nino),
    "UK_POSTCODE": ("We live at postcode {}.", postcode),
    "UK_PASSPORT": ("The British passport {} is lost.", lambda d: d.letters(2) + d.digits(7)),
    "UK_VEHICLE_REGISTRATION": ("My car is {}.", lambda d: (
        f"{d.letters(2, 'ABCDEFGHJKLMNOP')}{d.randint(51, 74)} {d.letters(3, 'ABCDEFGHJKLMNOPRSTUVWX')}")),
    "UK_DRIVING_LICENCE": ("The licence of the driver is {}.", uk_driving_licence),
    "DE_TAX_ID": ("Meine Steuer-ID ist {}.", lambda d: d.checked(
        lambda: d.digits(11, "123456789"), lambda v: mod_11_10(v) and max(v[:10].count(c) for c in DIGITS) <= 3)),
    "DE_ID_CARD": ("Mein Personalausweis: {}.", de_id_card),
    "DE_SOCIAL_SECURITY": ("Die Rentenversicherungsnummer ist {}.", de_pension),
    "ES_NIF": ("Mi DNI es {}.", lambda d: (lambda n: n + spanish_letter(int(n)))(d.digits(8))),
    "ES_NIE": ("El NIE es {}.", lambda d: (lambda n: f"X{n}{spanish_letter(int(n))}")(d.digits(7))),
    "IT_FISCAL_CODE": ("Il codice fiscale è {}.", it_fiscal_code),
    "IT_VAT_CODE": ("La partita IVA è {}.", lambda d: d.checked(lambda: f"{d.digits(7)}{d.randint(1, 100):03d}{d.digits(1)}", luhn)),
    "FR_NIR": ("Mon numéro de sécurité sociale est {}.", fr_nir),
    "PL_PESEL": ("PESEL: {}.", pl_pesel),
    "PL_NIP": ("NIP: {}.", lambda d: grouped(d.checked(
        lambda: d.digits(10, "123456789"), lambda v: weighted(v, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(v[9])), [3, 3, 2, 2], "-")),
    "NL_BSN": ("Mijn BSN is {}.", lambda d: d.checked(
        lambda: d.digits(9, "123456789"), lambda v: weighted(v, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0)),
    "SE_PERSONNUMMER": ("Mitt personnummer är {}.", se_personnummer),
    "FI_PERSONAL_IDENTITY_CODE": ("Henkilötunnus on {}.", fi_hetu),
    "IN_AADHAAR": ("My Aadhaar is {}.", lambda d: grouped(d.checked(lambda: d.digits(12, "23456789"), verhoeff), [4, 4, 4])),
    "IN_PAN": ("The income tax PAN is {}.", lambda d: f"{d.letters(3)}{d.choice('ABCFGHLJPT')}{d.letters(1)}{d.digits(4)}{d.letters(1)}"),
    "AU_TFN": ("My TFN is {}.", lambda d: grouped(d.checked(
        lambda: d.digits(9, "123456789"), lambda v: weighted(v, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0), [3, 3, 3])),
    "AU_ABN": ("Our ABN is {}.", lambda d: grouped(d.checked(
        lambda: d.digits(11, "123456789"), lambda v: (weighted(v, (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)) - 10) % 89 == 0), [2, 3, 3, 3])),
    "AU_ACN": ("The ACN is {}.", lambda d: grouped(d.checked(
        lambda: d.digits(9, "123456789"), lambda v: -weighted(v, (8, 7, 6, 5, 4, 3, 2, 1)) % 10 == int(v[8])), [3, 3, 3])),
    "AU_MEDICARE": ("The medicare card is {}.", lambda d: grouped(d.checked(
        lambda: d.digits(9, "23456") + d.digits(1, "123456789"), lambda v: weighted(v, (1, 3, 7, 9) * 2) % 10 == int(v[8])), [4, 5, 1])),
    "CA_SIN": ("My SIN is {}.", lambda d: grouped(d.checked(lambda: d.digits(9, "1234567"), luhn), [3, 3, 3])),
    "SG_NRIC_FIN": ("My NRIC is {}.", sg_nric),
    "KR_RRN": ("The RRN is {}.", kr_rrn),
    "TR_NATIONAL_ID": ("TC kimlik no: {}.", tr_national_id),
    "ZA_ID_NUMBER": ("My identity number is {}.", za_id),
    "BR_CPF": ("Meu CPF é {}.", br_cpf),
    "BR_CNPJ": ("O CNPJ é {}.", br_cnpj),
    "ID_NUMBER": ("Medical record number: {}.", lambda d: f"MRN-{d.digits(9)}"),
    "USERNAME": ("The username is {}.", lambda d: f"{d.word()}_{d.word(2)}{d.digits(2)}"),
    "SWIFT_CODE": ("The SWIFT code is {}.", lambda d: f"{d.letters(4)}DE{d.letters(2, 'FHKM' + DIGITS[2:])}{d.letters(3)}"),
    "SALARY": ("My salary is £{}.", lambda d: f"{d.randint(101, 999)},{d.randint(101, 999)}.{d.randint(11, 99)}"),
}

GIVEN = "Ottoline Thaddeus Marguerite Leocadia Barnaby Rosalind Ignatius Wilhelmina Florentina Cornelius Evangeline Maximilian".split()
FAMILY = """Brackenridge Szymanowska Castellanos Abernathy Wojciechowski Featherstone Papadopoulos Kowalczyk Lindqvist Okonkwo
    Villanueva""".split()
PLACES = "Thessaloniki Wolverhampton Ljubljana Reykjavik Guadalajara Szczecin Shrewsbury Marrakesh Tegucigalpa Braunschweig".split()
COMPANIES = "Brockhaus Meridian Holloway Castellan Ravenscroft Thornbury Hallstatt Pemberton".split()
KINDS = "Logistics Pharmaceuticals Consulting Engineering Insurance Biotech".split()
STREETS = "Wisteria Larchmont Peverell Cranbrook Mulberry Thistledown Hawksworth".split()
PEOPLES = "Icelandic Lithuanian Paraguayan Mongolian Norwegian Bolivian".split()
JOBS = ["forensic accountant", "dental nurse", "structural engineer", "patent lawyer"]
CONDITIONS = ["fibromyalgia", "sarcoidosis", "endometriosis", "schizophrenia", "osteoporosis"]

# Names that a tagger is sure of. How many it misses is measured elsewhere, on texts that are not ours; here a name that was found must not leak.
NAMES = {
    "PERSON": ("My colleague {} asked me to write.", lambda d: f"{d.choice(GIVEN)} {d.choice(FAMILY)}"),
    "LOCATION": ("She lives in {} now.", lambda d: d.choice(PLACES)),
    "ORGANIZATION": ("He works for {} as a driver.", lambda d: f"{d.choice(COMPANIES)} {d.choice(KINDS)} Ltd"),
    "STREET_ADDRESS": ("Send the parcel to {} please.", lambda d: f"{d.randint(11, 998)} {d.choice(STREETS)} {d.choice(['Avenue', 'Road', 'Lane'])}"),
    "NRP": ("His nationality is {} by birth.", lambda d: d.choice(PEOPLES)),
    "JOB_TITLE": ("She works as a {} in the north.", lambda d: d.choice(JOBS)),
    "MEDICAL_CONDITION": ("She was diagnosed with {} in the spring.", lambda d: d.choice(CONDITIONS)),
}

# Terms of the policy under test. They stand in the policy itself, on the wire and on the plane.
DENIED_TERMS = ["Projekt Blauwal Siebzehn", "Operation Glasnudel"]

# Too short to be looked for alone, or to be found elsewhere by right: what must not be found is the value right behind a word that no other
# sentence has. The sentence goes on behind it.
BEHIND_A_WORD = {
    "AGE": (lambda d: f"{d.word(4)} is aged {d.randint(31, 89)}", "."),
    "TITLE": (lambda d: f"{d.word(4)}: {d.choice(['Prof. Dr.', 'Dr.', 'Mrs'])}", " Montgomery signed it."),
    "CUSTOM": (lambda d: f"{d.word(4)} {d.choice(DENIED_TERMS)}", " is what it is about."),
}


class Canaries:
    """All that were made, and who got them. `types` are those in use: with `with_tagger` and `with_deny_list` also what only these find, without
    `missing`. `by_pattern` are those of them that need neither a release nor a policy.
    """

    def __init__(self, seed, with_tagger=False, with_deny_list=False, missing=()):
        self.draw, self.made, self.values = Draw(seed), [], set()
        self.by_pattern = [name for name in [*PATTERNS, "SECRET", "AGE"] if name not in missing]
        self.types = list(self.by_pattern)
        if with_tagger:
            self.types += [*NAMES, "TITLE"]
        if with_deny_list:
            self.types.append("CUSTOM")

    def make(self, path, entity):
        while True:
            if entity == "SECRET":
                value, sentence = secret(self.draw)
            elif entity in BEHIND_A_WORD:
                make, rest = BEHIND_A_WORD[entity]
                value = make(self.draw)
                sentence = value + rest
            else:
                template, make = PATTERNS.get(entity) or NAMES[entity]
                value = make(self.draw)
                sentence = template.format(value)
            # Names come from short lists and may repeat; a number that comes twice would not tell where it leaked.
            if value not in self.values or entity in NAMES:
                break
        self.values.add(value)
        canary = Canary(path, entity, value, sentence)
        self.made.append(canary)
        return canary

    def text(self, path, types=None):
        """One sentence a type, in an order of its own."""
        types = list(types or self.types)
        self.draw.shuffle(types)
        return "\n".join(self.make(path, entity).sentence for entity in types)

    def few(self, path, count=3):
        """A few types at a time, so that a text keeps its class; all come up in turn."""
        start = len(self.made)
        return " ".join(self.make(path, self.types[(start + step * 7) % len(self.types)]).sentence for step in range(count))

    def value(self, path, entity="EMAIL_ADDRESS"):
        return self.make(path, entity).value
