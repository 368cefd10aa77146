#!/usr/bin/env python3
"""Writes the tagger's word list: word, a tab, flags (1 given name, 2 surname, 4 place, 8 common word, 16 word of an organisation's name).

    venv/bin/python scripts/tagger/gazetteer.py gazetteer.tsv

Words are lower-cased and single, with their marks and, as a second entry, without. They come from Faker's lists of names, from the lists
beside this file and, for the common words, from Faker's word lists, words_common.py and the fixed text of the templates. At most 62,000.
"""
import collections
import importlib
import re
import sys

import generate
import words_common as common
import words_names as names
import words_orgs as orgs
import words_places as places
import words_things as things
from generate_numbers import MONTHS, MONTHS_BY, WEEKDAYS, WEEKDAYS_BY
from generate_people import GIVEN, ascii_fold
from words_names import COMMON_FAMILY, COMMON_FEMALE, COMMON_MALE

LIMIT = 62000
RESERVE = 12500  # kept for what is added after the surnames
GIVEN_NAME, SURNAME, PLACE, COMMON, ORGANISATION = 1, 2, 4, 8, 16
WORD = re.compile(r"[^\W\d_]+")
# When the list is full the surnames of these groups, each long and rare elsewhere, are cut first.
RARE_LAST = ("is", "ie", "gr", "za", "uz", "ru", "et")
PARTICLES = "van der den de la del di da dos von zu ter ten le bin ibn al el ben af av des du mac san st mc".split()


def words_of(texts):
    for text in texts:
        yield from (word.lower() for word in WORD.findall(text))


def fixed_words(nodes, out):
    for node in nodes:
        if isinstance(node, str):
            out.update(words_of([node]))
        elif node[0] == "choice":
            for option in node[1]:
                fixed_words(option, out)
        elif node[0] == "loop":
            fixed_words(node[4], out)


def common_words():
    """Words certain to be common, and those of the templates' fixed text with their number of uses."""
    lists = [common.NOUNS, common.VERBS, common.ADJECTIVES, common.ADVERBS, common.PEOPLE, common.SLANG, common.FUNCTION,
             common.NOUNS_DE, common.VERBS_DE, common.NOUNS_FR, common.VERBS_FR, common.NOUNS_ES, common.VERBS_ES,
             things.JOBS, things.JOBS_DE, things.JOBS_FR, things.JOBS_ES, *things.LISTED_JOBS.values(), things.CONDITIONS,
             things.SYMPTOMS, things.PROCEDURES, things.CUISINES, things.LANGUAGES]
    certain = {word for texts in lists for word in words_of(texts)}
    certain |= set(words_of(MONTHS + WEEKDAYS + [w for table in (MONTHS_BY, WEEKDAYS_BY) for words in table.values() for w in words]))
    for locale in ("en_US", "de_DE", "fr_FR", "es_ES", "nl_NL", "it_IT"):
        try:
            certain |= set(words_of(importlib.import_module("faker.providers.lorem." + locale).Provider.word_list))
        except ModuleNotFoundError:
            pass
    counted = collections.Counter()
    for grammar in generate.grammars().values():
        for domain, (_, units) in grammar.domains.items():
            if not domain.startswith("code"):  # identifiers there are names on purpose
                for unit in units:
                    fixed_words(unit.nodes, counted)
        for units, _ in grammar.lists.values():
            for unit in units:
                fixed_words(unit.nodes, counted)
    return certain, counted


def build():
    flags = collections.Counter()

    def add(words, flag):
        for word in words:
            for form in {word, ascii_fold(word)}:
                if 1 < len(form) < 20:
                    flags[form] |= flag
    add(words_of(COMMON_MALE + COMMON_FEMALE + names.WORD_GIVEN + names.NICKNAMES), GIVEN_NAME)
    add(words_of(COMMON_FAMILY + names.WORD_FAMILY), SURNAME)
    for full in names.FAMOUS:
        parts = list(words_of([full]))
        add(parts[:1], GIVEN_NAME)
        add(parts[-1:], SURNAME)
    towns = [places.COUNTRIES, places.CITIES, places.TOWNS, places.STATES, places.REGIONS, places.LANDMARKS]
    towns += [table[key] for table in (places.GERMAN, places.FRENCH, places.SPANISH) for key in table]
    for locale in ("de_DE", "fr_FR", "es_ES", "en_GB", "en_US"):
        provider = importlib.import_module("faker.providers.address." + locale).Provider
        for key in ("cities", "states", "regions", "departments", "counties", "countries"):
            towns.append([t if isinstance(t, str) else t[-1] for t in getattr(provider, key, ())])
    # Of a compound only its telling words: "the Golden Gate Bridge" says nothing about "the".
    plain, counted = common_words()
    add((w for w in words_of(t for table in towns for t in table) if w not in plain or w in ("georgia", "turkey", "china", "jordan")),
        PLACE)
    tables = [orgs.COMPANIES, orgs.MEDIA, orgs.AGENCIES, orgs.TEAMS, orgs.UNIVERSITIES, orgs.BANDS, orgs.GERMAN_KNOWN, orgs.FRENCH_KNOWN,
              orgs.SPANISH_KNOWN, orgs.TRADES, orgs.SUFFIXES, orgs.PLACE_ORGS, orgs.STATE_ORGS, orgs.MINISTRIES, orgs.GERMAN_ORGS,
              orgs.FRENCH_ORGS, orgs.SPANISH_ORGS]
    small = set(common.FUNCTION) | {"the", "city"}
    add((w for w in words_of(t for table in tables for t in table) if w not in small), ORGANISATION)
    for group, (female, male, family) in GIVEN.items():
        add(words_of(set(female) | set(male)), GIVEN_NAME)
    for group in sorted(GIVEN, key=lambda g: RARE_LAST.index(g) if g in RARE_LAST else -1):
        fresh = list(words_of(GIVEN[group][2]))
        if group in RARE_LAST and len(flags) + len(set(fresh)) > LIMIT - RESERVE:
            fresh = fresh[:max(0, LIMIT - RESERVE - len(flags))]
        add(fresh, SURNAME)
    for word in PARTICLES:
        flags[word] |= SURNAME
    # Function words are nobody's name, whatever a list says, but for those that are written here as names.
    names_too = {word.lower() for word in names.WORD_GIVEN + names.WORD_FAMILY} | set(PARTICLES)
    for word in set(common.FUNCTION) - names_too:
        flags[word] = COMMON
    add(plain, COMMON)
    # A word of the templates is common, unless it is a name too and seen only once or twice.
    add((w for w, count in counted.items() if not flags[w] & (GIVEN_NAME | SURNAME | PLACE) or count > 3), COMMON)
    rows = sorted(w for w, f in flags.items() if f)
    assert len(rows) <= LIMIT, len(rows)
    return {w: flags[w] for w in rows}


def main():
    table = build()
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        for word, flag in table.items():
            file.write(f"{word}\t{flag}\n")
    counts = {name: sum(1 for f in table.values() if f & bit) for name, bit in
              (("given", 1), ("surname", 2), ("place", 4), ("common", 8), ("organisation", 16))}
    print(len(table), "words", counts, "both name and common", sum(1 for f in table.values() if f & 3 and f & 8), file=sys.stderr)


if __name__ == "__main__":
    main()
