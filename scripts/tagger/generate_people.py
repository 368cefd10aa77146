"""People and the slots that write their names."""
import string
import unicodedata

import words_names as names
import words_orgs as orgs
from words_names import COMMON_FAMILY, COMMON_FEMALE, COMMON_MALE

GIVEN = names.load()
CONSONANTS = "b c d f g h j k l m n p r s t v w z br ch cl cr dr fr gr kl kr pr sh st str th tr".split()
VOWELS = "a e i o u a e i o ai ea ee ie oo ou".split()
ENDINGS = ("n r l s t y a o e i an er on el ic as us ita ova ski sen berg man ton ley ford well ez ini ides oğlu escu ko wicz sson "
           "dottir").split()
TITLES = {"en": (["Mr.", "Mr", "Dr.", "Dr", "Sir", "Prof.", "Rev.", "Lord", "Capt.", "Sgt.", "Mister"],
                 ["Mrs.", "Ms.", "Miss", "Dr.", "Dr", "Ms", "Mrs", "Prof.", "Lady", "Dame", "Madam"]),
          "de": (["Herr", "Herrn", "Dr.", "Prof. Dr.", "Herr Dr."], ["Frau", "Frau", "Dr.", "Prof. Dr.", "Frau Dr."]),
          "fr": (["M.", "Monsieur", "Dr", "Maître", "Pr"], ["Mme", "Madame", "Mlle", "Dr", "Maître"]),
          "es": (["Sr.", "Don", "D.", "Dr.", "señor", "Sr"], ["Sra.", "Doña", "Dña.", "Dra.", "señora", "Srta."]),
          "it": (["Sig.", "Dott.", "signor", "Avv."], ["Sig.ra", "Dott.ssa", "signora", "Avv."]),
          "nl": (["dhr.", "meneer", "dr.", "de heer"], ["mevr.", "mevrouw", "mw.", "dr."]),
          "pt": (["Sr.", "Dr.", "senhor", "Eng."], ["Sra.", "Dra.", "senhora", "Dona"])}
MIX = {"en": {"en": 44, "in": 6, "es": 6, "de": 4, "fr": 4, "it": 3, "zh": 4, "ar": 4, "pl": 3, "nl": 2, "pt": 2, "sv": 1, "da": 1,
              "no": 1, "fi": 1, "tr": 2, "cs": 1, "ro": 1,
              "hu": 1, "id": 1, "pk": 1, "ng": 1, "ke": 1, "th": 1, "za": 1, "ie": 2, "et": 1, "hr": 1, "is": 1, "ru": 3, "gr": 1,
              "vi": 2, "uz": 1, "ja": 2, "ko": 2, "he": 1,
              "af": 1, "ph": 1},
       "de": {"de": 68, "tr": 6, "pl": 4, "ar": 3, "ru": 3, "en": 4, "it": 2, "hr": 2, "gr": 1, "fr": 2, "vi": 1, "cs": 2, "hu": 1,
              "nl": 1},
       "fr": {"fr": 70, "ar": 8, "pt": 3, "es": 3, "it": 3, "af": 4, "en": 4, "vi": 2, "pl": 1, "de": 2},
       "es": {"es": 78, "ar": 3, "ro": 3, "pt": 2, "en": 4, "zh": 2, "it": 2, "fr": 2, "de": 1}}
for other in ("it", "nl", "pt"):
    MIX[other] = {other: 75, "en": 8, "ar": 5, "de": 4, "fr": 4, "es": 4}
MIX = {language: (list(mix), list(mix.values())) for language, mix in MIX.items()}
PRONOUNS = {"he": ("he", "she"), "his": ("his", "her"), "him": ("him", "her"), "He": ("He", "She"), "His": ("His", "Her"),
            "himself": ("himself", "herself"),
            "son": ("son", "daughter"), "brother": ("brother", "sister"), "father": ("father", "mother"), "husband": ("husband", "wife"),
            "man": ("man", "woman"),
            "uncle": ("uncle", "aunt"), "boyfriend": ("boyfriend", "girlfriend"), "dad": ("dad", "mum"),
            "grandpa": ("grandpa", "grandma"), "guy": ("guy", "girl"),
            "male": ("male", "female"), "er": ("er", "sie"), "sein": ("sein", "ihr"), "il": ("il", "elle"), "el": ("él", "ella"),
            "MF": ("M", "F")}
COMMON_MAIL = ("gmail.com yahoo.com outlook.com hotmail.com icloud.com aol.com proton.me web.de gmx.de gmx.net orange.fr free.fr "
               "laposte.net mail.ru libero.it telefonica.net").split()
FOLDED = {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ı": "i", "æ": "ae"}


def digits(rng, count):
    return "".join(rng.choice(string.digits) for _ in range(count))


def ascii_fold(text):
    for letter, plain in FOLDED.items():
        text = text.replace(letter, plain)
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def case_name(word):
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def invented(rng):
    """A name nobody bears, so that the surroundings have to tell."""
    word = rng.choice(CONSONANTS) + rng.choice(VOWELS)
    if rng.random() < 0.55:
        word += rng.choice(CONSONANTS) + rng.choice(VOWELS)
    return (word + rng.choice(ENDINGS)).capitalize()


class Person:
    def __init__(self, rng, language):
        groups, weights = MIX[language]
        group = rng.choices(groups, weights)[0]
        self.male = rng.random() < 0.5
        female, male, family = GIVEN[group]
        pool = male if self.male else female
        draw = rng.random()
        word_given = {"de": names.WORD_GERMAN, "fr": names.WORD_FRENCH, "es": names.WORD_SPANISH}.get(language, names.WORD_GIVEN)
        word_family = {"de": names.WORD_GERMAN, "fr": names.WORD_FRENCH, "es": names.WORD_SPANISH}.get(language, names.WORD_FAMILY)
        self.given = rng.choice(pool)
        if group == "en" and draw < 0.5:
            self.given = rng.choice(COMMON_MALE if self.male else COMMON_FEMALE)
        if group in ("en", "in") and rng.random() < 0.10 and language == "en":
            self.given = rng.choice(word_given)
        elif rng.random() < 0.035:
            self.given = invented(rng)
        self.family = rng.choice(family)
        if group == "en" and rng.random() < 0.35:
            self.family = rng.choice(COMMON_FAMILY)
        draw = rng.random()
        if draw < 0.09 and group in ("en", "de", "fr", "es"):
            self.family = rng.choice(word_family)
        elif draw < 0.14:
            self.family = invented(rng)
        elif draw < 0.17:
            self.family = rng.choice(names.PREFIXED) + case_name(rng.choice(family))
        elif draw < 0.20:
            self.family = rng.choice(names.PARTICLES) + " " + self.family
            self.family = self.family.replace("d' ", "d'")
        elif draw < 0.235:
            self.family = self.family + "-" + rng.choice(family)
        if group == "es" and rng.random() < (0.5 if language == "es" else 0.15):
            self.family += " " + rng.choice(family)
        self.middle = rng.choice(pool)
        if group in ("de", "fr", "zh", "ko", "ar") and rng.random() < 0.04:
            self.given += "-" + rng.choice(pool)
        if rng.random() < 0.22 and not (language in ("de", "fr", "es") and rng.random() < 0.6):
            self.given, self.family, self.middle = ascii_fold(self.given), ascii_fold(self.family), ascii_fold(self.middle)
        self.eastern = group in ("zh", "ko", "vi", "ja", "hu") and rng.random() < 0.35
        self.group = group
        self.nick = rng.choice(names.NICKNAMES)
        self.mail = None
        self.user = None
        self.initial = self.middle[0]
        self.word_names = (rng.choice(word_given), rng.choice(word_family) if rng.random() < 0.7 else rng.choice(COMMON_FAMILY))
        # One way of writing the full name, kept through the text.
        draw = rng.random()
        middle = ""
        if draw < 0.07:
            middle = self.initial + "."
        elif draw < 0.09:
            middle = self.initial
        elif draw < 0.12:
            middle = self.middle
        elif draw < 0.13:
            middle = rng.choice(["\"%s\"", "“%s”", "'%s'", "(%s)"]) % self.nick
        parts = [self.given, middle, self.family]
        if self.eastern:
            parts = [self.family, self.given]
        if rng.random() < 0.025:
            first = self.given[0] + "."
            parts = [first, self.family] if rng.random() < 0.6 else [first + rng.choice(["", " "]) + self.initial + ".", self.family]
        if rng.random() < 0.015 and language == "en":
            parts.append(rng.choice(names.SUFFIXES))
            if rng.random() < 0.5:
                parts[-2] += ","
        self.full = " ".join(p for p in parts if p)
        self.title = rng.choice(TITLES.get(language, TITLES["en"])[0 if self.male else 1])
        if language == "en" and rng.random() < 0.5:
            self.title = rng.choice(["Mr.", "Mr", "Dr."] if self.male else ["Mrs.", "Ms.", "Miss", "Dr."])


class PeopleSlots:
    def spelling(self, text):
        rng = self.rng
        if self.misspell and len(text) > 4:
            at = rng.randrange(1, len(text) - 1)
            if text[at].isalpha() and text[at + 1].isalpha():
                draw = rng.random()
                if draw < 0.4:
                    text = text[:at] + text[at + 1] + text[at] + text[at + 2:]
                elif draw < 0.7:
                    text = text[:at] + text[at + 1:]
                else:
                    text = text[:at] + text[at] + text[at:]
        if self.lower_names:
            text = text.lower()
        return text

    def name_segments(self, slot, p):
        rng = self.rng

        def person(text):
            return [self.spelling(text), "PERSON"]
        if slot == "p":
            return [person(p.full)]
        if slot == "pt":  # full name, sometimes with a title before it
            return [[p.title, "TITLE"], [" ", None], person(p.full)] if rng.random() < 0.15 else [person(p.full)]
        if slot == "f":
            return [person(p.given)]
        if slot == "l":
            return [person(p.family)]
        if slot == "fl":
            return [person(p.given + " " + p.family)]
        if slot == "joinedname":
            return [person((ascii_fold(p.given) + ascii_fold(p.family)).replace(" ", ""))]
        if slot == "filed":  # as in a file's name
            joint = rng.choice("___--. ")
            parts = [ascii_fold(part).replace(" ", joint) for part in (p.given, p.family)]
            text = joint.join(parts if rng.random() < 0.75 else parts[::-1] if rng.random() < 0.7 else parts[:1 + (rng.random() < 0.3)])
            return [[text.lower() if rng.random() < 0.4 else text, "PERSON"]]
        if slot == "fn":
            return [person(p.nick if rng.random() < 0.25 else p.given)]
        if slot == "n":
            return [person(rng.choices([p.full, p.given, p.family, p.nick], [50, 34, 12, 4])[0])]
        if slot == "m":
            return [person(rng.choices([p.full, p.given, p.family], [25, 40, 35])[0])]
        if slot == "lf":
            middle = " " + p.initial + "." if rng.random() < 0.2 else ""
            return [person(p.family + ", " + p.given + middle)]
        if slot == "t":
            return [[p.title, "TITLE"], [" ", None], person(p.family)]
        if slot == "tp":
            return [[p.title, "TITLE"], [" ", None], person(p.full)]
        if slot == "T":
            return [[p.title, "TITLE"]]
        if slot == "fi":
            return [person(p.given + " " + p.family[0].upper() + ".")]
        if slot == "il":
            return [person(p.given[0] + ". " + p.family)]
        if slot == "P":
            return [person(p.full.upper())]
        if slot == "LP":
            return [person(p.family.upper() + rng.choice([", ", " "]) + p.given)]
        if slot == "L":
            return [person(p.family.upper())]
        if slot == "star":
            return [person(rng.choice(names.FAMOUS))] if rng.random() < 0.72 else [person(p.full)]
        if slot == "starn":
            full = rng.choice(names.FAMOUS)
            return [person(full.split(" ")[-1] if rng.random() < 0.55 and full.split(" ")[-1][-1] != "." else full)]
        if slot in ("wg", "wgf", "tw"):  # names that are words, in capitals so that an ordinary use stays apart
            given, family = p.word_names
            text = {"wg": given, "wgf": given + " " + family, "tw": family}[slot]
            return ([[p.title, "TITLE"], [" ", None]] if slot == "tw" else []) + [person(text)]
        if slot == "plist":
            people = [self.person("") for _ in range(rng.randint(2, 5))]
            style = rng.choice(["f", "f", "p", "p", "l", "n"])
            joint, last = rng.choice([(", ", " and "), (", ", ", and "), (", ", " & "), ("; ", "; "), (" / ", " / "), (", ", ", ")])
            if self.language != "en":
                last = {"de": " und ", "fr": " et ", "es": " y ", "it": " e ", "nl": " en ", "pt": " e "}[self.language]
            out = []
            for index, q in enumerate(people):
                if index:
                    out.append([last if index == len(people) - 1 else joint, None])
                out += self.name_segments(style, q)
            return out
        if slot == "F":
            return [person(p.given.upper())]
        raise KeyError(slot)

    def _email(self, p):
        if p.mail is None:
            rng = self.rng
            given, family = [ascii_fold(x).lower().replace(" ", "").replace("'", "").replace("’", "") for x in (p.given, p.family)]
            local = rng.choice([f"{given}.{family}", f"{given}{family}", f"{given[0]}.{family}", f"{given[0]}{family}",
                                f"{family}.{given}", f"{given}_{family}", f"{given}{digits(rng, 2)}",
                                f"{given}.{family}{digits(rng, 2)}"])
            p.mail = local.encode("ascii", "ignore").decode() + "@" + rng.choice(COMMON_MAIL + [self.domain() for _ in range(8)])
        return p.mail

    def _user(self, p):
        if p.user is None:
            rng = self.rng
            given, family = [ascii_fold(x).lower().replace(" ", "").replace("'", "") for x in (p.given, p.family)]
            p.user = rng.choice([given + family[:1], given[0] + family, given + digits(rng, 2), family + digits(rng, 3),
                                 given + "_" + family, given + "." + family[:3]])
            p.user = p.user.encode("ascii", "ignore").decode().replace("’", "") or "user1"
        return p.user

    def _handle(self, p):
        rng = self.rng
        given, family = [ascii_fold(x).replace(" ", "").replace("'", "").replace(".", "").replace("’", "") for x in (p.given, p.family)]
        text = rng.choice([given + family, given + "_" + family, given + digits(rng, 2), "the" + given, "real" + family,
                           given.lower() + family.lower(), family + given[0], given + "xo"])
        return "@" + (text.encode("ascii", "ignore").decode() or "someone")

    def domain(self):
        rng = self.rng
        stem = ascii_fold(rng.choice(orgs.STEMS)).lower().replace(" ", rng.choice(["", "-"]))
        trade = rng.choice(["", "", rng.choice(orgs.TRADES).lower().split()[0]])
        return stem + trade + "." + rng.choice("com com com org net io de fr es co.uk eu it nl edu gov ca com.au in".split())
