"""The slots: what a template's {slot} becomes. A value is a list of segments [text, type or None].

A `Scene` is one text's memory: {p1} and {f1} speak of the same person, {org1} of the same organisation.
"""
import random
import string

import words_common as common
import words_names as names
import words_orgs as orgs
import words_places as places
import words_things as things

GIVEN = names.load()
CONSONANTS = "b c d f g h j k l m n p r s t v w z br ch cl cr dr fr gr kl kr pr sh st str th tr".split()
VOWELS = "a e i o u a e i o ai ea ee ie oo ou".split()
ENDINGS = "n r l s t y a o e i an er on el ic as us ita ova ski sen berg man ton ley ford well ez ini ides oğlu escu ko wicz sson dottir".split()
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
TITLES = {"en": (["Mr.", "Mr", "Dr.", "Dr", "Sir", "Prof.", "Rev.", "Lord", "Capt.", "Sgt.", "Mister"],
                 ["Mrs.", "Ms.", "Miss", "Dr.", "Dr", "Ms", "Mrs", "Prof.", "Lady", "Dame", "Madam"]),
          "de": (["Herr", "Herrn", "Dr.", "Prof. Dr.", "Herr Dr."], ["Frau", "Frau", "Dr.", "Prof. Dr.", "Frau Dr."]),
          "fr": (["M.", "Monsieur", "Dr", "Maître", "Pr"], ["Mme", "Madame", "Mlle", "Dr", "Maître"]),
          "es": (["Sr.", "Don", "D.", "Dr.", "señor", "Sr"], ["Sra.", "Doña", "Dña.", "Dra.", "señora", "Srta."]),
          "it": (["Sig.", "Dott.", "signor", "Avv."], ["Sig.ra", "Dott.ssa", "signora", "Avv."]),
          "nl": (["dhr.", "meneer", "dr.", "de heer"], ["mevr.", "mevrouw", "mw.", "dr."]),
          "pt": (["Sr.", "Dr.", "senhor", "Eng."], ["Sra.", "Dra.", "senhora", "Dona"])}
MIX = {"en": {"en": 44, "in": 6, "es": 6, "de": 4, "fr": 4, "it": 3, "zh": 4, "ar": 4, "pl": 3, "nl": 2, "pt": 2, "sv": 1, "da": 1, "no": 1, "fi": 1, "tr": 2, "cs": 1, "ro": 1,
              "hu": 1, "id": 1, "pk": 1, "ng": 1, "ke": 1, "th": 1, "za": 1, "ie": 2, "et": 1, "hr": 1, "is": 1, "ru": 3, "gr": 1, "vi": 2, "uz": 1, "ja": 2, "ko": 2, "he": 1,
              "af": 1, "ph": 1},
       "de": {"de": 68, "tr": 6, "pl": 4, "ar": 3, "ru": 3, "en": 4, "it": 2, "hr": 2, "gr": 1, "fr": 2, "vi": 1, "cs": 2, "hu": 1, "nl": 1},
       "fr": {"fr": 70, "ar": 8, "pt": 3, "es": 3, "it": 3, "af": 4, "en": 4, "vi": 2, "pl": 1, "de": 2},
       "es": {"es": 78, "ar": 3, "ro": 3, "pt": 2, "en": 4, "zh": 2, "it": 2, "fr": 2, "de": 1}}
for other in ("it", "nl", "pt"):
    MIX[other] = {other: 75, "en": 8, "ar": 5, "de": 4, "fr": 4, "es": 4}
MIX = {language: (list(mix), list(mix.values())) for language, mix in MIX.items()}
PRONOUNS = {"he": ("he", "she"), "his": ("his", "her"), "him": ("him", "her"), "He": ("He", "She"), "His": ("His", "Her"), "himself": ("himself", "herself"),
            "son": ("son", "daughter"), "brother": ("brother", "sister"), "father": ("father", "mother"), "husband": ("husband", "wife"), "man": ("man", "woman"),
            "uncle": ("uncle", "aunt"), "boyfriend": ("boyfriend", "girlfriend"), "dad": ("dad", "mum"), "grandpa": ("grandpa", "grandma"), "guy": ("guy", "girl"),
            "male": ("male", "female"), "er": ("er", "sie"), "sein": ("sein", "ihr"), "il": ("il", "elle"), "el": ("él", "ella"), "MF": ("M", "F")}
NRP_WORDS = {"de": things.NATIONS_DE, "fr": things.NATIONS_FR, "es": things.NATIONS_ES}
COMMON_MAIL = "gmail.com yahoo.com outlook.com hotmail.com icloud.com aol.com proton.me web.de gmx.de gmx.net orange.fr free.fr laposte.net mail.ru libero.it telefonica.net".split()


def digits(rng, count):
    return "".join(rng.choice(string.digits) for _ in range(count))


def ascii_fold(text):
    import unicodedata
    text = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L").replace("đ", "d").replace("ı", "i").replace("æ", "ae")
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
            parts = [self.given[0] + ".", self.family] if rng.random() < 0.6 else [self.given[0] + "." + rng.choice(["", " "]) + self.initial + ".", self.family]
        if rng.random() < 0.015 and language == "en":
            parts.append(rng.choice(names.SUFFIXES))
            if rng.random() < 0.5:
                parts[-2] += ","
        self.full = " ".join(p for p in parts if p)
        self.title = rng.choice(TITLES.get(language, TITLES["en"])[0 if self.male else 1])
        if language == "en" and rng.random() < 0.5:
            self.title = rng.choice(["Mr.", "Mr", "Dr."] if self.male else ["Mrs.", "Ms.", "Miss", "Dr."])


COMMON_MALE = ("James John Robert Michael David William Richard Joseph Thomas Charles Chris Daniel Matthew Anthony Mark Steven Paul Andrew Joshua Ken Kevin Brian George Tim "
               "Ron Jason Ed Jeff Ryan Jacob Gary Nick Eric Jon Stephen Larry Justin Scott Brandon Ben Sam Greg Alex Pat Frank Ray Jack Dennis Jerry Tyler Aaron Jose Adam "
               "Nathan Henry Zach Doug Peter Kyle Noah Ethan Jeremy Walter Keith Austin Sean Roger Terry Carl Harry Liam Logan Oliver Leo Max Luke Owen Dylan Simon Ian Neil "
               "Graham Stuart Craig Gareth Rhys Callum Jamie Dave Mike Steve Rob Tom Matt Dan Joe Jim Bob Tony Phil Lewis Martin Alan Barry Colin Derek Trevor Nigel Hugh").split()
COMMON_FEMALE = ("Mary Patricia Jennifer Linda Liz Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra Margaret Ashley Kim Emily Donna Michelle Carol Amanda Melissa Deborah "
                 "Stephanie Rebecca Sharon Laura Cynthia Dorothy Amy Kathleen Angela Shirley Emma Brenda Pamela Nicole Anna Samantha Katherine Christine Debra Rachel Carolyn Janet "
                 "Maria Olivia Heather Helen Catherine Diane Julie Victoria Joyce Lauren Kelly Christina Ruth Joan Virginia Judith Evelyn Hannah Andrea Megan Cheryl Jacqueline "
                 "Madison Teresa Abigail Sophia Martha Sara Gloria Janice Kathryn Ann Isabella Judy Charlotte Julia Grace Amber Alice Jean Denise Frances Danielle Marilyn Natalie "
                 "Beth Kate Katie Jen Jess Sue Claire Zoe Chloe Lucy Ellie Sophie Fiona Gemma Kirsty Shannon Tracy Wendy Gill Lynn Paula Tina Mia Ava Lily Ella Erin Molly").split()
COMMON_FAMILY = ("Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez "
                 "Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera "
                 "Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz "
                 "Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez "
                 "Castillo Sanders Patel Myers Long Ross Foster Jimenez Davies Hughes Griffiths Owen Shaw Murray Graham Fraser Hamilton Wallace Burns Douglas Kennedy Walsh Byrne "
                 "O'Brien O'Connor O'Neill O'Sullivan McCarthy McDonald Doyle Gallagher Doherty Quinn Nolan Sweeney Fitzgerald Kowalski Novak Schmidt Müller Weber Ivanov Silva").split()


class Scene:
    def __init__(self, rng: random.Random, language: str):
        self.rng, self.language = rng, language
        self.memory, self.people = {}, {}
        # A writer who does not bother with capitals in names, though the rest is written properly.
        self.lower_names = rng.random() < 0.06
        self.misspell = rng.random() < 0.05

    def fresh(self):
        scene = Scene.__new__(Scene)
        scene.__dict__.update(self.__dict__)
        scene.memory, scene.people = {}, {}
        return scene

    def person(self, key):
        if not key:
            return Person(self.rng, self.language)
        if key not in self.people:
            self.people[key] = Person(self.rng, self.language)
        return self.people[key]

    def value(self, name, key):
        if name in PERSON_SLOTS:
            return self.name_segments(name, self.person(key))
        if name in PRONOUNS:
            return [[PRONOUNS[name][0 if self.person(key).male else 1], None]]
        if name in ("email", "user", "handle") and key:
            person = self.person(key)
            return [[getattr(self, "_" + name)(person), "EMAIL_ADDRESS" if name == "email" else "USERNAME"]]
        memo = name + key
        if key and memo in self.memory:
            return [list(s) for s in self.memory[memo]]
        result = getattr(self, "v_" + name)()
        if isinstance(result, str):
            result = [[result, TYPES[name]]]
        if key:
            self.memory[memo] = [list(s) for s in result]
        return result

    # People ---------------------------------------------------------------------------------------------------

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
            local = rng.choice([f"{given}.{family}", f"{given}{family}", f"{given[0]}.{family}", f"{given[0]}{family}", f"{family}.{given}", f"{given}_{family}", f"{given}{digits(rng, 2)}",
                                f"{given}.{family}{digits(rng, 2)}"])
            p.mail = local.encode("ascii", "ignore").decode() + "@" + rng.choice(COMMON_MAIL + [self.domain() for _ in range(8)])
        return p.mail

    def _user(self, p):
        if p.user is None:
            rng = self.rng
            given, family = [ascii_fold(x).lower().replace(" ", "").replace("'", "") for x in (p.given, p.family)]
            p.user = rng.choice([given + family[:1], given[0] + family, given + digits(rng, 2), family + digits(rng, 3), given + "_" + family, given + "." + family[:3]])
            p.user = p.user.encode("ascii", "ignore").decode().replace("’", "") or "user1"
        return p.user

    def _handle(self, p):
        rng = self.rng
        given, family = [ascii_fold(x).replace(" ", "").replace("'", "").replace(".", "").replace("’", "") for x in (p.given, p.family)]
        text = rng.choice([given + family, given + "_" + family, given + digits(rng, 2), "the" + given, "real" + family, given.lower() + family.lower(), family + given[0], given + "xo"])
        return "@" + (text.encode("ascii", "ignore").decode() or "someone")

    def domain(self):
        rng = self.rng
        stem = ascii_fold(rng.choice(orgs.STEMS)).lower().replace(" ", rng.choice(["", "-"]))
        return stem + rng.choice(["", "", rng.choice(orgs.TRADES).lower().split()[0]]) + "." + rng.choice("com com com org net io de fr es co.uk eu it nl edu gov ca com.au in".split())

    # Places ---------------------------------------------------------------------------------------------------

    def table(self):
        return {"de": places.GERMAN, "fr": places.FRENCH, "es": places.SPANISH}.get(self.language)

    def strip_article(self, text):
        """German, French and Spanish lists carry the article, which stays outside the span."""
        for article in ("die ", "der ", "das ", "la ", "le ", "les ", "los ", "las ", "el ", "the "):
            if text.startswith(article):
                return [[article, None], [text[len(article):], "LOCATION"]]
        if text.startswith("l'"):
            return [["l'", None], [text[2:], "LOCATION"]]
        return [[text, "LOCATION"]]

    def v_city(self):
        rng, table = self.rng, self.table()
        if table and rng.random() < 0.85:
            return rng.choice(table["city"])
        if self.language == "en" and rng.random() < 0.3:
            return rng.choice(places.TOWNS)
        return rng.choice(places.CITIES)

    def v_town(self):
        if self.language != "en":
            return [[self.v_city(), "LOCATION"]]
        rng = self.rng
        if rng.random() < 0.3:
            return (rng.choice(COMMON_FAMILY) + rng.choice(["ville", "ton", "burg", " Springs", " Falls", "field", " Heights", " Creek", "port", " Valley"])).replace("'", "")
        return rng.choice(places.TOWNS)

    def v_country(self):
        table = self.table()
        return self.strip_article(self.rng.choice(table["country"] if table else places.COUNTRIES))

    def v_land(self):  # a country without article
        table = self.table()
        while True:
            found = self.strip_article(self.rng.choice(table["country"] if table else places.COUNTRIES))
            if len(found) == 1:
                return found

    def v_region(self):
        table = self.table()
        return self.strip_article(self.rng.choice(table["region"] if table else places.REGIONS))

    def v_state(self):
        return self.rng.choice(places.STATES)

    def v_st(self):
        return self.rng.choice(places.STATE_CODES)

    def v_citystate(self):
        rng = self.rng
        if self.language != "en":
            return [[self.v_city(), "LOCATION"], [", ", None]] + self.v_land()
        city = rng.choice(places.TOWNS + places.CITIES[:160])
        if rng.random() < 0.6:
            return [[city, "LOCATION"], [", ", None], [rng.choice(places.STATE_CODES), "LOCATION"]]
        return [[city, "LOCATION"], [", ", None]] + self.strip_article(rng.choice([rng.choice(places.STATES), rng.choice(places.COUNTRIES), rng.choice(places.REGIONS)]))

    def v_landmark(self):
        table = self.table()
        return self.strip_article(self.rng.choice(table["landmark"] if table else places.LANDMARKS))

    def v_loc(self):
        draw = self.rng.random()
        if draw < 0.5:
            return [[self.v_city(), "LOCATION"]]
        if draw < 0.72:
            return self.v_country()
        if draw < 0.84:
            return self.v_region()
        if draw < 0.9 and self.language == "en":
            return [[self.v_state(), "LOCATION"]]
        return self.v_landmark()

    def street(self):
        rng = self.rng
        if self.language == "de":
            base = rng.choice(places.GERMAN_STREETS)
            kind = rng.choice(["straße", "straße", "str.", "weg", "gasse", "allee", "platz", "ring"])
            if rng.random() < 0.15:
                return rng.choice(GIVEN["de"][1]) + "-" + rng.choice(GIVEN["de"][2]) + "-" + rng.choice(["Straße", "Weg", "Str.", "Platz"])
            return rng.choice([base + kind, base + kind, "Am " + base + "berg", "An der " + base + "mühle", "Zum " + base + "hof"])
        if self.language == "fr":
            return rng.choice(["rue", "rue", "avenue", "boulevard", "place", "impasse", "allée", "chemin", "quai", "cours"]) + " " + rng.choice(places.FRENCH_STREETS)
        if self.language == "es":
            return rng.choice(["Calle", "Calle", "C/", "Avenida", "Avda.", "Plaza", "Paseo", "Camino", "Ronda", "Carrera"]) + " " + rng.choice(places.SPANISH_STREETS)
        if self.language == "it":
            return rng.choice(["Via", "Viale", "Piazza", "Corso"]) + " " + rng.choice(["Garibaldi", "Roma", "Mazzini", "Dante", "Verdi", "della Libertà", "San Marco", "Cavour", "dei Mille"])
        if self.language == "nl":
            return rng.choice(["Kerk", "Dorps", "Molen", "School", "Stations", "Wilhelmina", "Beatrix", "Linden", "Haven"]) + rng.choice(["straat", "weg", "laan", "plein", "kade"])
        if self.language == "pt":
            return rng.choice(["Rua", "Avenida", "Travessa", "Largo", "Av."]) + " " + rng.choice(["das Flores", "da Liberdade", "do Comércio", "São João", "Augusta", "Paulista", "de Santa Catarina"])
        if rng.random() < 0.2:
            base = rng.choice([rng.choice(GIVEN["en"][2]), rng.choice(COMMON_FAMILY), rng.choice(GIVEN["en"][0]), invented(rng)])
        elif rng.random() < 0.08:
            base = rng.choice(["N", "S", "E", "W", "North", "South", "East", "West", "NW", "SE"]) + " " + rng.choice([rng.choice(places.STREET_BASES), str(rng.randint(1, 180)) + "th"])
        else:
            base = rng.choice(places.STREET_BASES)
        return base + " " + rng.choice(places.STREET_KINDS)

    def v_street(self):
        return self.street()

    def v_zip(self):
        rng = self.rng
        if self.language == "en":
            return rng.choice([digits(rng, 5), digits(rng, 5), digits(rng, 5) + "-" + digits(rng, 4), self.uk_code(), digits(rng, 4)])
        return digits(rng, 4) + " " + "".join(rng.choices(string.ascii_uppercase, k=2)) if self.language == "nl" else digits(rng, 5)

    def uk_code(self):
        rng = self.rng
        return rng.choice("SW NW SE E N W M B LS L G EH CF BS OX CB BN RG S NE YO BT AB".split()) + str(rng.randint(1, 28)) + " " + digits(rng, 1) + "".join(rng.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))

    def line1(self):
        rng = self.rng
        number = str(rng.randint(1, rng.choice([30, 200, 999, 9999])))
        if rng.random() < 0.08:
            number += rng.choice("abcABC")
        if self.language in ("de", "it", "nl"):
            return self.street() + " " + number
        if self.language == "fr":
            return number + rng.choice(["", " bis", ", "] if rng.random() < 0.2 else [""]) + " " + self.street() if rng.random() < 0.9 else number + ", " + self.street()
        if self.language in ("es", "pt"):
            return self.street() + rng.choice([", ", " ", ", nº ", " núm. " if self.language == "es" else " n.º "]) + number
        draw = rng.random()
        if draw < 0.04:
            return rng.choice(["P.O. Box ", "PO Box ", "Box ", "PSC " + digits(rng, 4) + ", Box "]) + digits(rng, rng.randint(2, 5))
        if draw < 0.12:
            return self.foreign_line()
        return number + " " + self.street()

    def foreign_line(self):
        rng = self.rng
        other = Scene(rng, rng.choice(["de", "fr", "es", "it", "nl", "pt"]))
        return other.line1()

    def v_addr1(self):
        """The street line alone."""
        return self.line1()

    def v_addr(self):
        return self.address(self.rng.random() < 0.12)

    def v_addrml(self):
        return self.address(True)

    def address(self, lines):
        rng = self.rng
        first = self.line1()
        if rng.random() < 0.2 and self.language == "en":
            unit = rng.choice(["Apt", "Apt.", "Suite", "Unit", "#", "Flat", "Ste", "Floor", "Rm"]) + " " + str(rng.randint(1, 999)) + rng.choice(["", "", "B", "A"])
            unit = unit.replace("# ", "#")
            first = unit + ", " + first if unit.startswith("Flat") else first + rng.choice([", ", " ", "\n" if lines else ", "]) + unit
        elif rng.random() < 0.12:
            first += {"de": ", Hinterhaus", "fr": ", bât. B", "es": ", " + str(rng.randint(1, 9)) + "º " + rng.choice(["A", "B", "izq.", "dcha."])}.get(self.language, "")
        if rng.random() < (0.1 if not lines else 0.0):
            return first
        city = self.v_city() if rng.random() < 0.7 else self.v_town()
        city = city if isinstance(city, str) else city[0][0]
        code = self.v_zip()
        joint = "\n" + rng.choice(["", "", " ", "    "]) if lines else rng.choice([", ", ", ", ", ", " "])
        if self.language == "en":
            draw = rng.random()
            if draw < 0.55:
                state = rng.choice(places.STATE_CODES) if rng.random() < 0.8 else rng.choice(places.STATES)
                tail = city + rng.choice([", ", ", ", " ", joint if lines else ", "]) + state + rng.choice([" ", " ", ", "]) + digits(rng, 5) if rng.random() < 0.85 else city + ", " + state
            elif draw < 0.75:
                tail = city + rng.choice([" ", ", ", joint]) + self.uk_code()
            else:
                tail = rng.choice([city, city + " " + code, code + " " + city, city + joint + code])
            if rng.random() < 0.15:
                tail += joint + rng.choice(places.COUNTRIES).replace("the ", "")
        elif self.language in ("de", "fr", "es", "it", "nl"):
            tail = rng.choice([code + " " + city, code + " " + city, city])
            if rng.random() < 0.1:
                tail += joint + self.v_land()[0][0]
        else:
            tail = city + ", " + code
        return first + joint + tail

    # Organisations --------------------------------------------------------------------------------------------

    def invented_org(self):
        rng = self.rng
        draw = rng.random()
        stem = rng.choice([rng.choice(orgs.STEMS), rng.choice(orgs.STEMS), rng.choice(COMMON_FAMILY), rng.choice(GIVEN["en"][2]), rng.choice(places.TOWNS), invented(rng),
                           rng.choice(GIVEN[self.language if self.language in GIVEN else "en"][2])])
        if draw < 0.28:
            return stem + " " + rng.choice(orgs.TRADES)
        if draw < 0.45:
            return stem + " " + rng.choice(orgs.SUFFIXES)
        if draw < 0.62:
            return stem + " " + rng.choice(orgs.TRADES) + rng.choice([" ", ", "]) + rng.choice(orgs.SUFFIXES[:13] if self.language == "en" else orgs.SUFFIXES)
        if draw < 0.75:
            last = GIVEN[rng.choice(["en", "en", self.language if self.language in GIVEN else "en"])][2]
            pieces = [rng.choice(last) for _ in range(rng.choice([2, 2, 3]))]
            form = rng.choice([" & ", " and ", "-", ", "])
            text = form.join(pieces) if form != ", " else ", ".join(pieces[:-1]) + rng.choice([" and ", " & ", ", "]) + pieces[-1]
            return text + rng.choice(["", "", " " + rng.choice(orgs.SUFFIXES), " " + rng.choice(["LLP", "Partners", "Associates", "Sons", "Law", "Group"])])
        if draw < 0.87:
            return rng.choice(orgs.PLACE_ORGS).replace("{}", rng.choice(places.TOWNS + places.CITIES))
        if draw < 0.93:
            return rng.choice(orgs.STATE_ORGS).replace("{}", rng.choice(places.STATES))
        return stem + rng.choice(["ly", "ify", "soft", "tech", "hub", "works", "net", "bank", "care", "pay", "Labs", "Corp", "Med", "Pharma"])

    def org_article(self, text):
        found = self.strip_article(text)
        for segment in found:
            if segment[1]:
                segment[1] = "ORGANIZATION"
        return found

    def plain_english(self, table):
        """One of an English list; in other languages one without its English article."""
        while True:
            found = self.rng.choice(table)
            if self.language == "en" or not found.lower().startswith("the "):
                return found

    def v_org(self):
        rng = self.rng
        if self.language in ("de", "fr", "es") and rng.random() < 0.7:
            known, made, table = {"de": (orgs.GERMAN_KNOWN, orgs.GERMAN_ORGS, places.GERMAN), "fr": (orgs.FRENCH_KNOWN, orgs.FRENCH_ORGS, places.FRENCH),
                                  "es": (orgs.SPANISH_KNOWN, orgs.SPANISH_ORGS, places.SPANISH)}[self.language]
            if rng.random() < 0.5:
                return self.org_article(rng.choice(known))
            return rng.choice(made).replace("{}", rng.choice(table["city"]))
        draw = rng.random()
        if draw < 0.5:
            return self.invented_org()
        if draw < 0.78:
            return rng.choice(orgs.COMPANIES)
        if self.language != "en":
            return self.org_article(self.plain_english(rng.choice([orgs.TEAMS, orgs.UNIVERSITIES, orgs.MEDIA])))
        return self.org_article(rng.choice(rng.choice([orgs.AGENCIES, orgs.TEAMS, orgs.UNIVERSITIES, orgs.MEDIA, orgs.MINISTRIES])))

    def v_company(self):
        rng = self.rng
        if self.language != "en" and rng.random() < 0.5:
            return self.v_org()
        return rng.choice(orgs.COMPANIES) if rng.random() < 0.35 else self.invented_org()

    def v_brand(self):
        return self.rng.choice(orgs.COMPANIES)

    def v_team(self):
        if self.rng.random() < 0.2:
            return self.rng.choice(["{} United", "FC {}", "{} Rovers", "{} Tigers", "SV {}", "{} City"]).replace("{}", self.rng.choice(places.TOWNS))
        return self.org_article(self.plain_english(orgs.TEAMS))

    def v_uni(self):
        rng = self.rng
        if self.language in ("de", "fr", "es") and rng.random() < 0.8:
            form, table = {"de": (["Universität {}", "Hochschule {}", "TU {}"], places.GERMAN), "fr": (["Université de {}", "IUT de {}", "INSA {}"], places.FRENCH),
                           "es": (["Universidad de {}", "Universidad Politécnica de {}"], places.SPANISH)}[self.language]
            return rng.choice(form).replace("{}", rng.choice(table["city"]))
        if rng.random() < 0.4:
            return rng.choice(["University of {}", "{} University", "{} State University", "{} College", "{} Community College"]).replace("{}", rng.choice(places.TOWNS + places.CITIES + places.STATES))
        return self.org_article(rng.choice(orgs.UNIVERSITIES))

    def v_school(self):
        return self.rng.choice(["{} High School", "{} Elementary", "{} Middle School", "{} Academy", "{} Primary School", "St. {} School"]).replace(
            "{}", self.rng.choice(places.TOWNS + COMMON_FAMILY))

    def v_hospital(self):
        rng = self.rng
        if self.language in ("de", "fr", "es"):
            form, table = {"de": (["Klinikum {}", "Universitätsklinikum {}", "Krankenhaus {}", "St.-Josef-Hospital {}"], places.GERMAN),
                           "fr": (["CHU de {}", "Hôpital de {}", "Clinique de {}"], places.FRENCH), "es": (["Hospital de {}", "Clínica {}", "Hospital Universitario de {}"], places.SPANISH)}[self.language]
            return rng.choice(form).replace("{}", rng.choice(table["city"]))
        return rng.choice(["{} General Hospital", "{} Medical Center", "{} Memorial Hospital", "St. {} Hospital", "{} Children's Hospital", "{} Regional Medical Center", "{} Clinic",
                           "{} Family Practice", "{} Urgent Care", "{} Infirmary", "Royal {} Hospital", "{} Oncology Associates"]).replace("{}", rng.choice(places.TOWNS + COMMON_FAMILY[:80]))

    def v_agency(self):
        return self.org_article(self.rng.choice(orgs.AGENCIES + orgs.MINISTRIES))

    def v_media(self):
        return self.org_article(self.plain_english(orgs.MEDIA))

    def v_band(self):
        return self.org_article(self.rng.choice(orgs.BANDS))

    def v_bank(self):
        rng = self.rng
        if rng.random() < 0.5:
            return rng.choice(["Bank of America", "Wells Fargo", "Chase", "Citibank", "HSBC", "Barclays", "Lloyds", "Santander", "BBVA", "Deutsche Bank", "Commerzbank", "UBS", "BNP Paribas",
                               "ING", "Capital One", "Monzo", "Revolut", "N26", "Sparkasse", "TD Bank", "PNC", "Ally", "Nationwide", "Crédit Agricole", "Halifax", "US Bank", "Truist"])
        return rng.choice(["Bank of {}", "{} Credit Union", "First National Bank of {}", "{} Savings Bank", "{} Bank", "{} Building Society"]).replace("{}", rng.choice(places.TOWNS + places.STATES))

    def v_court(self):
        rng = self.rng
        return rng.choice(["{} County Superior Court", "{} District Court", "Superior Court of {}", "Circuit Court of {} County", "{} Municipal Court", "Supreme Court of {}",
                           "U.S. District Court for the Northern District of {}", "{} Crown Court", "{} Family Court"]).replace("{}", rng.choice(places.STATES + places.TOWNS))

    def v_lawfirm(self):
        rng = self.rng
        a, b, c = (rng.choice(COMMON_FAMILY + list(GIVEN["en"][2][:300])) for _ in range(3))
        return rng.choice([f"{a} & {b} LLP", f"{a}, {b} & {c}", f"{a} {b} LLP", f"Law Offices of {a}", f"{a} Law Group", f"{a} and {b}, P.C.", f"{a} & Associates"])

    # Dates and numbers ----------------------------------------------------------------------------------------

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
            return rng.choice([f"{day}. {name} {year}", f"{day}.{month}.{year}", f"{day:02}.{month:02}.{year}", f"{day}. {name}", f"{year}-{month:02}-{day:02}", f"{day}.{month}."])
        if self.language == "fr":
            return rng.choice([f"{day} {name} {year}", f"{day:02}/{month:02}/{year}", f"{day} {name}", f"{year}-{month:02}-{day:02}"])
        if self.language in ("es", "pt"):
            return rng.choice([f"{day} de {name} de {year}", f"{day:02}/{month:02}/{year}", f"{day} de {name}", f"{day}-{month}-{year}"])
        if self.language in ("it", "nl"):
            return rng.choice([f"{day} {name} {year}", f"{day:02}/{month:02}/{year}", f"{day} {name}"])
        ordinal = f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"
        return rng.choice([f"{name} {day}, {year}", f"{day} {name} {year}", f"{month:02}/{day:02}/{year}", f"{month}/{day}/{year[2:]}", f"{year}-{month:02}-{day:02}", f"{name} {day}",
                           f"{name} {ordinal}", f"{ordinal} of {name}", f"{day} {name[:3]} {year}", f"{name[:3]} {day}, {year}", f"{day}.{month}.{year}", f"{day}-{name[:3]}-{year}"])

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
            return rng.choice([f"{hour:02}:{minute:02}", f"{twelve}:{minute:02} {rng.choice(['am', 'pm', 'AM', 'PM'])}", f"{twelve}{rng.choice(['am', 'pm'])}", f"{twelve} o'clock",
                               f"{twelve}:{minute:02}{rng.choice(['am', 'pm'])}"])
        return f"{hour}:{minute:02}"

    def v_stamp(self):
        rng = self.rng
        day, clock = self.v_isodate(), f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"
        return rng.choice([f"{day}T{clock}Z", f"{day} {clock}", f"{day} {clock}.{digits(rng, 3)}", f"{day}T{clock}+0{rng.randint(0, 9)}:00", f"{day} {clock[:5]}", f"{day} {clock} UTC"])

    def v_dob(self):
        rng = self.rng
        year, month, day = rng.randint(1930, 2019), rng.randint(1, 12), rng.randint(1, 28)
        if self.language == "en":
            return rng.choice([f"{year}-{month:02}-{day:02}", f"{month:02}/{day:02}/{year}", f"{day:02}/{month:02}/{year}", f"{MONTHS[month - 1]} {day}, {year}", f"{day} {MONTHS[month - 1][:3]} {year}"])
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
        amount = rng.choice([str(rng.randint(5, 999)), f"{rng.randint(1, 999)}.{rng.randint(0, 99):02}", f"{rng.randint(1, 99)},{rng.randint(100, 999)}"])
        if self.language == "en":
            return [[rng.choice(["$", "£", "€", "$"]) + amount, None]]
        return [[amount.replace(".", ",") + " €", None]]

    def v_hex(self):
        return [["".join(self.rng.choices("0123456789abcdef", k=self.rng.choice([6, 7, 8, 12]))), None]]

    # Structured values ----------------------------------------------------------------------------------------

    def v_email(self):
        return self._email(self.person(""))

    def v_user(self):
        rng = self.rng
        return self._user(self.person("")) if rng.random() < 0.6 else rng.choice(["dev", "ops", "admin", "svc", "test", "user", "sys"]) + "_" + digits(rng, 4)

    def v_handle(self):
        rng = self.rng
        if rng.random() < 0.5:
            return self._handle(self.person(""))
        word = rng.choice(["cosmic", "lazy", "happy", "dark", "super", "tiny", "its", "mad", "pixel", "night", "coffee", "sunny", "angry", "little", "blue", "crypto", "gamer", "foodie"])
        return "@" + word + rng.choice(["", "_"]) + rng.choice(["panda", "wolf", "girl", "boy", "cat", "fox", "queen", "king", "dude", "life", "tweets", "fan", "bot", "news", "mum"]) + rng.choice(["", digits(rng, 2)])

    def v_phone(self):
        rng = self.rng
        if self.language == "de":
            return rng.choice([f"0{rng.randint(151, 179)} {digits(rng, 7)}", f"+49 {rng.randint(30, 89)} {digits(rng, 7)}", f"0{rng.randint(30, 89)}/{digits(rng, 6)}", f"0{rng.randint(2000, 9999)} {digits(rng, 5)}"])
        if self.language == "fr":
            pairs = " ".join(digits(rng, 2) for _ in range(4))
            return rng.choice([f"0{rng.randint(1, 9)} {pairs}", f"+33 {rng.randint(1, 9)} {pairs}", f"0{rng.randint(1, 9)}.{pairs.replace(' ', '.')}"])
        if self.language == "es":
            return rng.choice([f"6{digits(rng, 2)} {digits(rng, 3)} {digits(rng, 3)}", f"+34 9{digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)}", f"6{digits(rng, 8)}"])
        return rng.choice([f"({rng.randint(201, 989)}) {rng.randint(200, 999)}-{digits(rng, 4)}", f"{rng.randint(201, 989)}-{rng.randint(200, 999)}-{digits(rng, 4)}", f"+1 {rng.randint(201, 989)} {digits(rng, 3)} {digits(rng, 4)}",
                           f"+44 20 {digits(rng, 4)} {digits(rng, 4)}", f"07{digits(rng, 3)} {digits(rng, 6)}", f"+1 ({rng.randint(201, 989)}) {rng.randint(200, 999)}-{digits(rng, 4)}", f"{rng.randint(201, 989)}.{digits(rng, 3)}.{digits(rng, 4)}",
                           f"+{rng.randint(20, 98)} {digits(rng, 2)} {digits(rng, 7)}", f"{digits(rng, 10)}", f"555-{digits(rng, 4)}", f"{rng.randint(201, 989)}-{digits(rng, 3)}-{digits(rng, 4)} x{digits(rng, 3)}"])

    def v_url(self):
        rng = self.rng
        path = rng.choice(["", "/", "/" + rng.choice(["news", "blog", "login", "help", "products", "jobs", "u"]) + "/" + digits(rng, 4), "/index.html", "/status/" + digits(rng, 6)])
        return rng.choice(["https://", "http://", "https://www.", "www."]) + self.domain() + path

    def v_short(self):
        return "http" + self.rng.choice(["", "s"]) + "://" + self.rng.choice(["t.co", "bit.ly", "ow.ly", "tinyurl.com", "goo.gl", "fb.me"]) + "/" + "".join(self.rng.choices(string.ascii_letters + string.digits, k=self.rng.randint(6, 10)))

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
        value = sum(0 for _ in ())
        moved = body + country + "00"
        value = int("".join(str(int(c, 36)) for c in moved)) % 97
        text = country + f"{98 - value:02}" + body
        return text if rng.random() < 0.5 else " ".join(text[i:i + 4] for i in range(0, len(text), 4))

    def v_ssn(self):
        rng = self.rng
        return f"{rng.randint(1, 665):03}-{rng.randint(1, 99):02}-{rng.randint(1, 9999):04}"

    def v_id(self):
        rng = self.rng
        letters = rng.choice(["MRN", "EMP", "INV", "POL", "CASE", "ACC", "REF", "ORD", "TKT", "CLM", "SN", "ID", "CUS", "BK", "PO", "LIC", "STU", "".join(rng.choices(string.ascii_uppercase, k=2))])
        return rng.choice([letters + "-" + digits(rng, rng.randint(4, 9)), digits(rng, rng.randint(6, 10)), letters + digits(rng, rng.randint(4, 8)), f"{rng.randint(2009, 2026)}-{letters}-{digits(rng, 4)}"])

    def v_case(self):
        rng = self.rng
        return rng.choice([f"{rng.randint(10, 26)}-cv-{digits(rng, 5)}", f"{rng.randint(1, 9)}:{rng.randint(10, 26)}-cr-{digits(rng, 5)}", f"{rng.randint(2005, 2026)}-{rng.choice(['CV', 'CR', 'FAM', 'PROB'])}-{digits(rng, 4)}",
                           f"CV{digits(rng, 6)}", f"{rng.randint(1, 40)} O {digits(rng, 3)}/{rng.randint(10, 26)}", f"No. {rng.randint(10, 26)}-{digits(rng, 4)}"])

    def v_secret(self):
        rng = self.rng
        alphabet = string.ascii_letters + string.digits
        return rng.choice([rng.choice(["sk-", "ghp_", "AKIA", "xoxb-"]) + "".join(rng.choices(alphabet, k=24)), "".join(rng.choices(alphabet + "!#%&*+", k=rng.randint(8, 14)))])

    def v_salary(self):
        rng = self.rng
        amount = rng.randint(24, 280) * 1000
        if self.language == "en":
            return rng.choice([f"${amount:,}", f"${amount // 1000}k", f"£{amount:,}", f"{amount} USD", f"€{amount:,}"])
        return f"{amount:,} €".replace(",", "." if self.language != "fr" else " ")

    # Words ----------------------------------------------------------------------------------------------------

    def v_job(self):
        rng = self.rng
        by = {"de": things.JOBS_DE, "fr": things.JOBS_FR, "es": things.JOBS_ES}.get(self.language)
        return rng.choice(by) if by else rng.choice(things.JOBS)

    def v_Job(self):
        job = self.v_job()
        return " ".join(w if w.isupper() or w in ("of", "der", "de", "des") else w[:1].upper() + w[1:] for w in job.split(" "))

    def v_ajob(self):
        job = self.v_job()
        if self.language != "en":
            return job
        article = "an " if job[0] in "aeioAEIO" or job[:2] in ("HR", "UX") else "a "
        return [[article, None], [job, "JOB_TITLE"]]

    def v_cond(self):
        by = {"de": things.CONDITIONS_DE, "fr": things.CONDITIONS_FR, "es": things.CONDITIONS_ES}.get(self.language)
        return self.rng.choice(by) if by else self.rng.choice(things.CONDITIONS)

    def v_Cond(self):
        cond = self.v_cond()
        return " ".join(w[:1].upper() + w[1:] for w in cond.split(" "))

    def v_symptom(self):
        return self.rng.choice(things.SYMPTOMS)

    def v_drug(self):
        rng, drug = self.rng, self.rng.choice(things.DRUGS)
        if rng.random() < 0.4:
            drug = drug.capitalize() if drug.islower() else drug
        return drug

    def v_dose(self):
        rng = self.rng
        return self.v_drug() + " " + str(rng.choice([2.5, 5, 10, 20, 25, 40, 50, 75, 81, 100, 200, 250, 500, 850])) + rng.choice([" mg", "mg", " mcg"])

    def v_proc(self):
        return self.rng.choice(things.PROCEDURES)

    def v_nat(self):
        """An adjective that describes a person or a group."""
        by = NRP_WORDS.get(self.language)
        if by:
            return self.rng.choice(by)[0]
        return self.rng.choices([things.NATIONS, things.RELIGIONS, things.PARTIES], [8, 2, 1])[0][self.rng.randrange(8)][0] if self.rng.random() < 0.1 else self.rng.choice(things.NATIONS)[0]

    def v_nats(self):
        by = NRP_WORDS.get(self.language)
        if by:
            return self.rng.choice(by)[1]
        return self.rng.choice(self.rng.choices([things.NATIONS, things.RELIGIONS, things.PARTIES], [7, 3, 2])[0])[1]

    def v_nata(self):
        word = self.v_nat()
        return [["an " if word[0] in "AEIOaeio" else "a ", None], [word, "NRP"]]

    def v_CITYU(self):
        return [[self.v_city().upper(), "LOCATION"]]

    def v_ORG(self):
        return [[self.invented_org().upper(), "ORGANIZATION"]]

    def v_ADDRU(self):
        return [[self.v_addrml().upper(), "STREET_ADDRESS"]]

    def v_rel(self):
        return self.rng.choice(things.RELIGIONS)[0]

    def v_pol(self):
        return self.rng.choice(things.PARTIES)[0]

    def v_product(self):
        return [[self.rng.choice(things.PRODUCTS), None]]

    def v_work(self):
        return [[self.rng.choice(things.WORKS), None]]

    def v_cuisine(self):
        word = self.rng.choice(things.CUISINES)
        return [[word if self.rng.random() < 0.4 else word.capitalize(), None]]

    def v_lang(self):
        word = self.rng.choice(things.LANGUAGES)
        return [[word if self.rng.random() < 0.35 else word.capitalize(), None]]

    def word(self, english, german, french, spanish):
        return self.rng.choice({"de": german, "fr": french, "es": spanish}.get(self.language, english))

    def v_noun(self):
        return [[self.word(common.NOUNS, common.NOUNS_DE, common.NOUNS_FR, common.NOUNS_ES), None]]

    def v_verb(self):
        return [[self.word(common.VERBS, common.VERBS_DE, common.VERBS_FR, common.VERBS_ES), None]]

    def v_adj(self):
        return [[self.rng.choice(common.ADJECTIVES), None]]

    def v_adverb(self):
        return [[self.rng.choice(common.ADVERBS), None]]

    def v_person(self):
        return [[self.rng.choice(common.PEOPLE), None]]

    def v_slang(self):
        return [[self.rng.choice(common.SLANG), None]]

    def v_Noun(self):
        return [[self.v_noun()[0][0].capitalize(), None]]

    def v_Verb(self):
        return [[self.v_verb()[0][0].capitalize(), None]]

    def v_Adj(self):
        return [[self.v_adj()[0][0].capitalize(), None]]

    def v_Adverb(self):
        return [[self.v_adverb()[0][0].capitalize(), None]]

    def v_namesake(self):
        """A given name or surname in lower case as an ordinary word: only where a template uses it as an identifier; no label."""
        return [[self.rng.choice([self.rng.choice(COMMON_FAMILY), self.rng.choice(names.WORD_GIVEN), self.rng.choice(COMMON_MALE)]).replace("'", ""), None]]


PERSON_SLOTS = {"p", "pt", "f", "l", "fn", "n", "m", "lf", "t", "tp", "T", "fi", "il", "P", "LP", "L", "F", "star", "starn", "plist", "fl", "joinedname", "wg", "wgf", "tw"}
TYPES = {"city": "LOCATION", "town": "LOCATION", "state": "LOCATION", "st": "LOCATION", "street": "LOCATION", "zip": "STREET_ADDRESS", "addr": "STREET_ADDRESS", "addr1": "STREET_ADDRESS",
         "addrml": "STREET_ADDRESS", "mac": "MAC_ADDRESS", "email": "EMAIL_ADDRESS", "user": "USERNAME", "handle": "USERNAME", "phone": "PHONE_NUMBER", "url": "URL", "short": "URL",
         "ip": "IP_ADDRESS", "card": "CREDIT_CARD", "iban": "IBAN_CODE", "ssn": "US_SSN", "id": "ID_NUMBER", "case": "ID_NUMBER", "secret": "SECRET", "salary": "SALARY", "dob": "DATE_OF_BIRTH",
         "age": "AGE", "kidage": "AGE", "nat": "NRP", "nats": "NRP", "rel": "NRP", "pol": "NRP", "cond": "MEDICAL_CONDITION", "Cond": "MEDICAL_CONDITION", "symptom": "MEDICAL_CONDITION",
         "drug": "MEDICAL_CONDITION", "dose": "MEDICAL_CONDITION", "proc": "MEDICAL_CONDITION", "job": "JOB_TITLE", "Job": "JOB_TITLE", "ajob": "JOB_TITLE"}
for slot in "org company brand team uni school hospital agency media band bank court lawfirm".split():
    TYPES[slot] = "ORGANIZATION"
for slot in "year decade month monthyear wd date isodate time stamp".split():
    TYPES[slot] = "DATE_TIME"
