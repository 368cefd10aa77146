"""The slots for places and postal addresses."""
import string

import words_places as places
from generate_people import GIVEN, digits, invented
from words_names import COMMON_FAMILY


class PlaceSlots:
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
            return (rng.choice(COMMON_FAMILY) + rng.choice(["ville", "ton", "burg", " Springs", " Falls", "field", " Heights", " Creek",
                                                            "port", " Valley"])).replace("'", "")
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
        wider = rng.choice([rng.choice(places.STATES), rng.choice(places.COUNTRIES), rng.choice(places.REGIONS)])
        return [[city, "LOCATION"], [", ", None]] + self.strip_article(wider)

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
        if self.language in places.STREET_WORDS:
            kinds, bases, joint = places.STREET_WORDS[self.language]
            if self.language == "nl":
                return rng.choice(bases) + rng.choice(kinds)
            return rng.choice(kinds) + joint + rng.choice(bases)
        if rng.random() < 0.2:
            base = rng.choice([rng.choice(GIVEN["en"][2]), rng.choice(COMMON_FAMILY), rng.choice(GIVEN["en"][0]), invented(rng)])
        elif rng.random() < 0.08:
            side = rng.choice(["N", "S", "E", "W", "North", "South", "East", "West", "NW", "SE"])
            base = side + " " + rng.choice([rng.choice(places.STREET_BASES), str(rng.randint(1, 180)) + "th"])
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
        area = rng.choice("SW NW SE E N W M B LS L G EH CF BS OX CB BN RG S NE YO BT AB".split())
        return area + str(rng.randint(1, 28)) + " " + digits(rng, 1) + "".join(rng.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))

    def line1(self):
        rng = self.rng
        number = str(rng.randint(1, rng.choice([30, 200, 999, 9999])))
        if rng.random() < 0.08:
            number += rng.choice("abcABC")
        if self.language in ("de", "it", "nl"):
            return self.street() + " " + number
        if self.language == "fr":
            return number + rng.choices(["", " bis", ","], [16, 1, 3])[0] + " " + self.street()
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
        other = type(self)(rng, rng.choice(["de", "fr", "es", "it", "nl", "pt"]))
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
            unit = rng.choice(["Apt", "Apt.", "Suite", "Unit", "#", "Flat", "Ste", "Floor", "Rm"]) + " "
            unit += str(rng.randint(1, 999)) + rng.choice(["", "", "B", "A"])
            unit = unit.replace("# ", "#")
            first = unit + ", " + first if unit.startswith("Flat") else first + rng.choice([", ", " ", "\n" if lines else ", "]) + unit
        elif rng.random() < 0.12:
            floor = ", " + str(rng.randint(1, 9)) + "º " + rng.choice(["A", "B", "izq.", "dcha."])
            first += {"de": ", Hinterhaus", "fr": ", bât. B", "es": floor}.get(self.language, "")
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
                tail = city + ", " + state
                if rng.random() < 0.85:
                    tail = city + rng.choice([", ", ", ", " ", joint if lines else ", "]) + state
                    tail += rng.choice([" ", " ", ", "]) + digits(rng, 5)
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
