"""The slots: what a template's {slot} becomes. A value is a list of segments [text, type or None].

A `Scene` is one text's memory: {p1} and {f1} speak of the same person, {org1} of the same organisation.
"""
import random

import words_common as common
import words_names as names
import words_things as things
from generate_numbers import NumberSlots
from generate_organisations import OrganisationSlots
from generate_people import PRONOUNS, PeopleSlots, Person
from generate_places import PlaceSlots
from words_names import COMMON_FAMILY, COMMON_MALE

NRP_WORDS = {"de": things.NATIONS_DE, "fr": things.NATIONS_FR, "es": things.NATIONS_ES}


class Scene(PeopleSlots, PlaceSlots, OrganisationSlots, NumberSlots):
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

    def v_job(self):
        rng = self.rng
        by = {"de": things.JOBS_DE, "fr": things.JOBS_FR, "es": things.JOBS_ES}.get(self.language)
        if rng.random() < 0.5 and self.language in things.LISTED_JOBS:
            return rng.choice(things.LISTED_JOBS[self.language])
        return rng.choice(by or things.JOBS)

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
        amount = self.rng.choice([2.5, 5, 10, 20, 25, 40, 50, 75, 81, 100, 200, 250, 500, 850])
        return f"{self.v_drug()} {amount}" + self.rng.choice([" mg", "mg", " mcg"])

    def v_proc(self):
        return self.rng.choice(things.PROCEDURES)

    def v_nat(self):
        """An adjective that describes a person or a group."""
        by = NRP_WORDS.get(self.language)
        if by:
            return self.rng.choice(by)[0]
        return self.rng.choices([things.NATIONS, things.RELIGIONS, things.PARTIES],
                                [8, 2, 1])[0][self.rng.randrange(8)][0] if self.rng.random() < 0.1 else self.rng.choice(things.NATIONS)[0]

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
        return [[self.rng.choice([self.rng.choice(COMMON_FAMILY), self.rng.choice(names.WORD_GIVEN),
                                  self.rng.choice(COMMON_MALE)]).replace("'", ""), None]]


PERSON_SLOTS = {"p", "pt", "f", "l", "fn", "n", "m", "lf", "t", "tp", "T", "fi", "il", "P", "LP", "L", "F", "star", "starn", "plist",
                "fl", "joinedname", "filed", "wg", "wgf", "tw"}
TYPES = {"city": "LOCATION", "town": "LOCATION", "state": "LOCATION", "st": "LOCATION", "street": "LOCATION", "zip": "STREET_ADDRESS",
         "addr": "STREET_ADDRESS", "addr1": "STREET_ADDRESS",
         "addrml": "STREET_ADDRESS", "mac": "MAC_ADDRESS", "email": "EMAIL_ADDRESS", "user": "USERNAME", "handle": "USERNAME",
         "phone": "PHONE_NUMBER", "url": "URL", "short": "URL",
         "ip": "IP_ADDRESS", "card": "CREDIT_CARD", "iban": "IBAN_CODE", "ssn": "US_SSN", "id": "ID_NUMBER", "case": "ID_NUMBER",
         "secret": "SECRET", "salary": "SALARY", "dob": "DATE_OF_BIRTH",
         "age": "AGE", "kidage": "AGE", "nat": "NRP", "nats": "NRP", "rel": "NRP", "pol": "NRP", "cond": "MEDICAL_CONDITION",
         "Cond": "MEDICAL_CONDITION", "symptom": "MEDICAL_CONDITION",
         "drug": "MEDICAL_CONDITION", "dose": "MEDICAL_CONDITION", "proc": "MEDICAL_CONDITION", "job": "JOB_TITLE", "Job": "JOB_TITLE",
         "ajob": "JOB_TITLE"}
for slot in "startup acro eatery org company brand team uni school hospital agency media band bank court lawfirm".split():
    TYPES[slot] = "ORGANIZATION"
for slot in "year decade month monthyear wd date isodate time stamp".split():
    TYPES[slot] = "DATE_TIME"
