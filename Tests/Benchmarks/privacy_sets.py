"""The labelled sets of ../shared/data and what their labels are called here.

A set's label is mapped to one of our types; where a set has one label for what we keep apart, our types are drawn together too (`FOUND`), so that a date of birth
found as such counts where the set says DATE_TIME. What is in neither table is listed as unmapped and counts only for the characters left.
"""
import csv
import json
import os
import re

ID_LABELS = """MEDICAL_RECORD_NUMBER EMPLOYEE_ID COURT_CASE_NUMBER BAR_NUMBER DOCKET_NUMBER HEALTH_INSURANCE_ID NATIONAL_ID_NUMBER
    INSURANCE_POLICY_NUMBER INVOICE_NUMBER TAX_ID PRESCRIPTION_NUMBER DEVICE_IDENTIFIER LICENSE_PLATE""".split()
GOLD = {
    "DOMAIN_NAME": "URL", "IBAN": "IBAN_CODE", "SOCIAL_SECURITY_NUMBER": "US_SSN", "CREDIT_CARD_NUMBER": "CREDIT_CARD", "NPI_NUMBER": "US_NPI",
    "DRIVER_LICENSE_NUMBER": "US_DRIVER_LICENSE", "PASSPORT_NUMBER": "US_PASSPORT", "TIMESTAMP": "DATE_TIME", "DATE_OF_BIRTH": "DATE_TIME",
    "CRYPTOCURRENCY_ADDRESS": "CRYPTO", "DEA_NUMBER": "MEDICAL_LICENSE", "BANK_ACCOUNT_NUMBER": "US_BANK_NUMBER",
    "BANK_ROUTING_NUMBER": "ABA_ROUTING_NUMBER", "SWIFT_BIC_CODE": "SWIFT_CODE", "PASSWORD": "SECRET", "API_KEY": "SECRET",
    "PERSON_NAME": "PERSON", "ORGANIZATION_NAME": "ORGANIZATION", "CORPORATION": "ORGANIZATION", "GROUP": "ORGANIZATION", "GPE": "LOCATION",
    "ZIP_CODE": "LOCATION", "ADDRESS": "STREET_ADDRESS", "PREFIX": "TITLE", "HANDLE": "USERNAME", "SOCIAL_MEDIA_HANDLE": "USERNAME",
    "ETHNICITY": "NRP", "RELIGIOUS_BELIEF": "NRP", "HEALTH_CONDITION": "MEDICAL_CONDITION", "MEDICATION_NAME": "MEDICAL_CONDITION",
    "PROCEDURE_NAME": "MEDICAL_CONDITION", **{label: "ID_NUMBER" for label in ID_LABELS},
}
# Labels that are a type of ours already.
SAME = set("""PERSON LOCATION ORGANIZATION STREET_ADDRESS NRP TITLE AGE JOB_TITLE DATE_TIME ID_NUMBER USERNAME SALARY CREDIT_CARD CRYPTO
    EMAIL_ADDRESS IBAN_CODE IP_ADDRESS MAC_ADDRESS PHONE_NUMBER URL US_SSN US_DRIVER_LICENSE US_PASSPORT""".split())
FOUND = {"DATE_OF_BIRTH": "DATE_TIME", "US_ITIN": "US_SSN", "UK_POSTCODE": "LOCATION", "UK_VEHICLE_REGISTRATION": "ID_NUMBER"}
# The sentences of Presidio's generator call a job TITLE, as they do "Mrs."; no other set does.
FOUND_IN = {"presidio_synth": {"JOB_TITLE": "TITLE"}}

# Checksum or fixed form. Not among them: what only a label tells (identifiers, user names, salaries, secrets) and what is prose (dates, ages).
STRUCTURED = set("""CREDIT_CARD CRYPTO EMAIL_ADDRESS IBAN_CODE IP_ADDRESS MAC_ADDRESS PHONE_NUMBER URL US_SSN US_ITIN US_NPI US_MBI MEDICAL_LICENSE
    ABA_ROUTING_NUMBER UK_NHS UK_NINO UK_POSTCODE UK_DRIVING_LICENCE UK_VEHICLE_REGISTRATION UK_PASSPORT DE_TAX_ID DE_ID_CARD DE_SOCIAL_SECURITY ES_NIF ES_NIE
    IT_FISCAL_CODE IT_VAT_CODE FR_NIR PL_PESEL PL_NIP NL_BSN SE_PERSONNUMMER FI_PERSONAL_IDENTITY_CODE IN_AADHAAR IN_PAN AU_TFN AU_ABN
    AU_ACN AU_MEDICARE CA_SIN SG_NRIC_FIN KR_RRN TR_NATIONAL_ID ZA_ID_NUMBER BR_CPF BR_CNPJ US_PASSPORT SWIFT_CODE""".split())
PERSONAL = {"presidio_synth": ["train", "dev", "train_extra"], "pii_anon": ["sample"]}
# Names are shown by split, and judged on the one that no tagger of ours was trained on.
NAMES = {"presidio_synth": ["dev", "train", "train_extra"], "pii_anon": ["sample"], "names_wnut17": ["dev", "train"], "names_btc": ["dev", "train"]}
UNSEEN = {"presidio_synth": "dev", "pii_anon": "sample", "names_wnut17": "dev", "names_btc": "dev"}
NAME_TYPES = {"PERSON", "LOCATION", "ORGANIZATION", "STREET_ADDRESS", "NRP", "USERNAME"}
FOLDERS = {"presidio_synth": "pii_presidio_synth", "pii_anon": "pii_anon_eval", "names_wnut17": "pii_names_wnut17", "names_btc": "pii_names_btc"}
QUESTIONS = {"clinc150": ["train", "val", "test_visible"], "banking77": ["train", "test_visible"]}

# The word of a type right before a value: "Phone: ...", "(MAC: ...". Some log lines of pii_anon name a value so and leave it unlabelled.
NAMING = {
    "PHONE_NUMBER": re.compile(r"\b(phone|tel|mobile|cell|fax)\W{1,3}$", re.I), "MAC_ADDRESS": re.compile(r"\bmac\W{1,3}$", re.I),
    "EMAIL_ADDRESS": re.compile(r"\be-?mail\W{1,3}$", re.I), "IP_ADDRESS": re.compile(r"\bip\W{1,3}$", re.I),
    "US_SSN": re.compile(r"\bssn\W{1,3}$", re.I),
}


def is_named(text, span):
    pattern = NAMING.get(span[2])
    return bool(pattern and pattern.search(text[max(0, span[0] - 12):span[0]]))


def records(data, name, split):
    with open(os.path.join(data, FOLDERS[name], split + ".jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def gold(record):
    """Spans under our names, and the labels nothing of ours corresponds to."""
    spans, unmapped = [], []
    for span in record["spans"]:
        label = GOLD.get(span["type"]) or (span["type"] if span["type"] in SAME else None)
        if label is None:
            unmapped.append(span["type"])
        spans.append((span["start"], span["end"], label or "unmapped " + span["type"]))
    return spans, unmapped


def found(name, spans):
    """What an engine found, as the set's labels can say it; a deny-listed term or a token that someone typed says nothing here."""
    own = {**FOUND, **FOUND_IN.get(name, {})}
    return [(start, end, own.get(kind, kind)) for start, end, kind in spans if kind != "CUSTOM"]


def cases(data):
    with open(os.path.join(data, "pii_presidio_testcases", "cases.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def questions(data, name):
    for split in QUESTIONS[name]:
        with open(os.path.join(data, name, split + ".tsv"), encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield row["text"]
