"""The slots for organisations, known and invented."""
import string

import words_common as common
import words_orgs as orgs
import words_places as places
from generate_people import GIVEN, invented
from words_names import COMMON_FAMILY, COMMON_FEMALE, COMMON_MALE

ONSETS = """
Al Am An Ar Av Bel Bri Cal Cap Cen Cir Clo Cor Cu Dal Del Dex El Em En Es Fer Fi Flo Gal Gen Hal Hex Il In Jun Kel Ko Lan Lex Lo
Lu Mar Med Mi Mon Na Nex No Nu Ol Om Or Pa Per Pi Pro Qua Ra Re Ri Ro Sal Sen Si Sol Spi Sy Ta Tel Ten Tri Ul Va Ve Vi Vo Wel Xa
Ya Zen Zi Zo
""".split()
MIDDLES = """
a ba be ci co da de di e fi ga i ka la li lo lu ma mi na ni no o pe po ra ri ro sa se si ta te ti to u va vi vo za
""".split()
CODAS = """
ra ria rix san sys tas tec tia tium tor tra trix va vance vant via vio vis xa xis zen zon co data deck desk dia dio fy ga gy lab
lane lia lio list loop ly mark med mind na net nex nia nova o point port pro ra rent scope ser side sight stack tap track ware
wave wise works com .io .ai
""".split()


def coined(rng):
    """A company's name in one word, with nothing in it that says company."""
    word = rng.choice(ONSETS) + (rng.choice(MIDDLES) if rng.random() < 0.5 else "") + rng.choice(CODAS)
    if rng.random() < 0.12:
        return f"{word} {rng.choice(ONSETS)}{rng.choice(CODAS)}".replace(".", "")
    return word.upper() if rng.random() < 0.04 else word


def short_word(rng):
    """A common word of at most six letters, with a capital."""
    while True:
        word = rng.choice(common.NOUNS if rng.random() < 0.7 else common.ADJECTIVES)
        if word.isalpha() and len(word) < 7:
            return word.capitalize()


def of_common_words(rng):
    """A company's name made of words that are no name: in one word, in several."""
    draw = rng.random()
    first, second = short_word(rng), short_word(rng)
    if draw < 0.35:
        return first + (second if rng.random() < 0.15 else second.lower())
    if draw < 0.75:
        return first + " " + (second + " " + short_word(rng) if rng.random() < 0.2 else second)
    if draw < 0.88:
        return first + rng.choice([" & ", " and ", " And "]) + second
    return rng.choice(["My", "We", "Go", "The", "Open", "True", "One", "Next", "All", "Re"]) + rng.choice(["", " "]) + first


class OrganisationSlots:
    def v_startup(self):
        """A company whose name does not say that it is one."""
        rng, draw = self.rng, self.rng.random()
        if draw < 0.4:
            return of_common_words(rng)
        if draw < 0.75:
            return coined(rng)
        if draw < 0.93:
            last = COMMON_FAMILY if rng.random() < 0.5 else GIVEN["en"][2]
            return rng.choice(last) + rng.choice([" ", " ", "-", " & "]) + rng.choice(GIVEN["en"][2])
        return rng.choice(orgs.COMPANIES)

    def v_acro(self):
        rng = self.rng
        return "".join(rng.choices(string.ascii_uppercase, k=rng.choice([2, 3, 3, 3, 4, 4, 5])))

    def v_eatery(self):
        """A restaurant: words of several kitchens, or a given name with an apostrophe."""
        rng = self.rng
        stem = rng.choice([rng.choice(COMMON_FAMILY), short_word(rng), invented(rng), rng.choice(COMMON_FEMALE + COMMON_MALE)])
        form = rng.choice(["{}'s", "{}'s", "{}s", "chez {}", "osteria {}", "trattoria {}", "casa {}", "la {}", "el {}", "cafe {}",
                           "{} grill", "{} bistro", "{} kitchen", "the {} " + short_word(rng).lower(), "l'{}", "{} " + invented(rng), "{}",
                           "bar {}", "{} garden", "{} diner", "taqueria {}", "sushi {}", "{} house"])
        text = form.replace("{}", stem)
        return text.lower() if rng.random() < 0.5 else text[:1].upper() + text[1:]

    def invented_org(self):
        rng = self.rng
        if rng.random() < 0.22:
            return coined(rng)
        if rng.random() < 0.08:
            return of_common_words(rng)
        draw = rng.random()
        stem = rng.choice([rng.choice(orgs.STEMS), rng.choice(orgs.STEMS), rng.choice(COMMON_FAMILY), rng.choice(GIVEN["en"][2]),
                           rng.choice(places.TOWNS), invented(rng),
                           rng.choice(GIVEN[self.language if self.language in GIVEN else "en"][2])])
        if draw < 0.28:
            return stem + " " + rng.choice(orgs.TRADES)
        if draw < 0.45:
            return stem + " " + rng.choice(orgs.SUFFIXES)
        if draw < 0.62:
            suffixes = orgs.SUFFIXES[:13] if self.language == "en" else orgs.SUFFIXES
            return stem + " " + rng.choice(orgs.TRADES) + rng.choice([" ", ", "]) + rng.choice(suffixes)
        if draw < 0.75:
            last = GIVEN[rng.choice(["en", "en", self.language if self.language in GIVEN else "en"])][2]
            pieces = [rng.choice(last) for _ in range(rng.choice([2, 2, 3]))]
            form = rng.choice([" & ", " and ", "-", ", "])
            text = form.join(pieces) if form != ", " else ", ".join(pieces[:-1]) + rng.choice([" and ", " & ", ", "]) + pieces[-1]
            return text + rng.choice(["", "", " " + rng.choice(orgs.SUFFIXES),
                                      " " + rng.choice(["LLP", "Partners", "Associates", "Sons", "Law", "Group"])])
        if draw < 0.87:
            return rng.choice(orgs.PLACE_ORGS).replace("{}", rng.choice(places.TOWNS + places.CITIES))
        if draw < 0.93:
            return rng.choice(orgs.STATE_ORGS).replace("{}", rng.choice(places.STATES))
        return stem + rng.choice(["ly", "ify", "soft", "tech", "hub", "works", "net", "bank", "care", "pay", "Labs", "Corp", "Med",
                                  "Pharma"])

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
            known, made, table = {"de": (orgs.GERMAN_KNOWN, orgs.GERMAN_ORGS, places.GERMAN),
                                  "fr": (orgs.FRENCH_KNOWN, orgs.FRENCH_ORGS, places.FRENCH),
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
            form = self.rng.choice(["{} United", "FC {}", "{} Rovers", "{} Tigers", "SV {}", "{} City"])
            return form.replace("{}", self.rng.choice(places.TOWNS))
        return self.org_article(self.plain_english(orgs.TEAMS))

    def v_uni(self):
        rng = self.rng
        if self.language in ("de", "fr", "es") and rng.random() < 0.8:
            form, table = {"de": (["Universität {}", "Hochschule {}", "TU {}"], places.GERMAN),
                           "fr": (["Université de {}", "IUT de {}", "INSA {}"], places.FRENCH),
                           "es": (["Universidad de {}", "Universidad Politécnica de {}"], places.SPANISH)}[self.language]
            return rng.choice(form).replace("{}", rng.choice(table["city"]))
        if rng.random() < 0.4:
            return rng.choice(["University of {}", "{} University", "{} State University", "{} College",
                               "{} Community College"]).replace("{}", rng.choice(places.TOWNS + places.CITIES + places.STATES))
        return self.org_article(rng.choice(orgs.UNIVERSITIES))

    def v_school(self):
        return self.rng.choice(["{} High School", "{} Elementary", "{} Middle School", "{} Academy", "{} Primary School",
                                "St. {} School"]).replace(
            "{}", self.rng.choice(places.TOWNS + COMMON_FAMILY))

    def v_hospital(self):
        rng = self.rng
        if self.language in ("de", "fr", "es"):
            form, table = {"de": (["Klinikum {}", "Universitätsklinikum {}", "Krankenhaus {}", "St.-Josef-Hospital {}"], places.GERMAN),
                           "fr": (["CHU de {}", "Hôpital de {}", "Clinique de {}"], places.FRENCH),
                           "es": (["Hospital de {}", "Clínica {}", "Hospital Universitario de {}"], places.SPANISH)}[self.language]
            return rng.choice(form).replace("{}", rng.choice(table["city"]))
        return rng.choice(["{} General Hospital", "{} Medical Center", "{} Memorial Hospital", "St. {} Hospital",
                           "{} Children's Hospital", "{} Regional Medical Center", "{} Clinic",
                           "{} Family Practice", "{} Urgent Care", "{} Infirmary", "Royal {} Hospital",
                           "{} Oncology Associates"]).replace("{}", rng.choice(places.TOWNS + COMMON_FAMILY[:80]))

    def v_agency(self):
        return self.org_article(self.rng.choice(orgs.AGENCIES + orgs.MINISTRIES))

    def v_media(self):
        return self.org_article(self.plain_english(orgs.MEDIA))

    def v_band(self):
        return self.org_article(self.rng.choice(orgs.BANDS))

    def v_bank(self):
        rng = self.rng
        if rng.random() < 0.5:
            return rng.choice(["Bank of America", "Wells Fargo", "Chase", "Citibank", "HSBC", "Barclays", "Lloyds", "Santander", "BBVA",
                               "Deutsche Bank", "Commerzbank", "UBS", "BNP Paribas",
                               "ING", "Capital One", "Monzo", "Revolut", "N26", "Sparkasse", "TD Bank", "PNC", "Ally", "Nationwide",
                               "Crédit Agricole", "Halifax", "US Bank", "Truist"])
        return rng.choice(["Bank of {}", "{} Credit Union", "First National Bank of {}", "{} Savings Bank", "{} Bank",
                           "{} Building Society"]).replace("{}", rng.choice(places.TOWNS + places.STATES))

    def v_court(self):
        rng = self.rng
        return rng.choice(["{} County Superior Court", "{} District Court", "Superior Court of {}", "Circuit Court of {} County",
                           "{} Municipal Court", "Supreme Court of {}",
                           "U.S. District Court for the Northern District of {}", "{} Crown Court",
                           "{} Family Court"]).replace("{}", rng.choice(places.STATES + places.TOWNS))

    def v_lawfirm(self):
        rng = self.rng
        a, b, c = (rng.choice(COMMON_FAMILY + list(GIVEN["en"][2][:300])) for _ in range(3))
        return rng.choice([f"{a} & {b} LLP", f"{a}, {b} & {c}", f"{a} {b} LLP", f"Law Offices of {a}", f"{a} Law Group",
                           f"{a} and {b}, P.C.", f"{a} & Associates"])
