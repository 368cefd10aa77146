"""Forms, tables and data formats: a record is a draw of fields, a layout writes it. Pairs of kind and layout are what is split between
training and held-out text."""
import zlib

from generate_grammar import is_held_out

# A field is (labels, slot); the digit behind a slot says whose value it is, as in a template.
COMMON = {
    "name": (["Name", "Full name", "Full Name", "Customer", "Customer name", "Contact", "Contact person", "Client", "Applicant", "Holder",
              "Owner", "Submitted by", "Requester", "User"], "p1"),
    "first": (["First name", "Given name", "First", "Forename"], "f1"),
    "last": (["Last name", "Surname", "Family name", "Last"], "l1"),
    "email": (["Email", "E-mail", "Email address", "Mail", "Contact email"], "email1"),
    "phone": (["Phone", "Tel", "Tel.", "Telephone", "Mobile", "Phone number", "Cell", "Contact number"], "phone"),
    "address": (["Address", "Street address", "Home address", "Mailing address", "Ship to", "Billing address", "Residence"], "addr"),
    "city": (["City", "Town", "Location", "Place"], "city"),
    "country": (["Country", "Nation", "Country of residence"], "land"),
    "state": (["State", "State/Province"], "state"),
    "dob": (["DOB", "Date of birth", "Birth date", "D.O.B.", "Born"], "dob"),
    "age": (["Age", "Age (years)"], "age"),
    "sex": (["Sex", "Gender"], "MF1"),
    "job": (["Job title", "Position", "Title", "Occupation", "Role", "Profession"], "Job"),
    "company": (["Company", "Organisation", "Organization", "Employer", "Account", "Firm"], "company"),
    "date": (["Date", "Created", "Submitted", "Date received", "Updated"], "date"),
    "stamp": (["Timestamp", "Time", "Created at", "Last login"], "stamp"),
    "id": (["ID", "Reference", "Ref", "Record no.", "Case ID", "Ticket", "Customer no.", "Account number"], "id"),
    "user": (["Username", "Login", "User ID", "Account name"], "user1"),
    "ip": (["IP", "IP address", "Source IP"], "ip"),
    "ssn": (["SSN", "Social Security Number", "Soc. Sec. No."], "ssn"),
    "card": (["Card", "Card number", "CC"], "card"),
    "iban": (["IBAN", "Bank account"], "iban"),
    "web": (["Website", "URL", "Homepage"], "url"),
    "nat": (["Nationality", "Citizenship"], "nat"),
    "rel": (["Religion", "Religious affiliation"], "rel"),
    "salary": (["Salary", "Annual salary", "Compensation"], "salary"),
    "note": (["Notes", "Comment", "Remarks", "Message", "Description"], "@note"),
    "status": (["Status", "State of request", "Priority", "Type", "Department", "Category"], "@status"),
    "qty": (["Quantity", "Qty", "Amount", "Total", "Items"], "money"),
    "item": (["Item", "Product", "Model", "Device", "Article"], "product"),
    "second": (["Manager", "Supervisor", "Emergency contact", "Next of kin", "Spouse", "Assigned to", "Handled by", "Approved by",
                "Witness", "Referred by", "Reported by"], "pt2"),
    "lf": (["Name", "Patient name", "Employee", "Member", "Passenger", "Student", "Defendant"], "lf1"),
}
KINDS = {
    "person": "name email phone address city country dob age job company id nat note second",
    "customer": "name company email phone address id date status note item qty card",
    "employee": "lf first last job company email phone salary id date second status ssn address",
    "patient": "lf name dob age sex phone address id second note ssn doctor hospital cond dose proc",
    "order": "name address email phone id date item qty card status city",
    "ticket": "name email user ip id stamp status note second item",
    "claim": "name dob id cond hospital date qty phone second company",
    "student": "lf first last age school id second city email note",
    "legal": "plaintiff defendant court judge case date attorney firm",
    "travel": "name lf dob nat id date city country phone hotel",
    "bank": "name iban card id date qty bank address second",
    "event": "name company job city date second note web",
    "thing": "item qty id date status note web ip stamp",       # no person in it
    "config": "user ip stamp status item web id",
    "account": "user first last email stamp ip city country",
    "org": "company address phone web city country date status",
}
COMMON.update({
    "doctor": (["Physician", "Attending", "Doctor", "Provider", "PCP", "Referring physician"], "tp3"),
    "hospital": (["Hospital", "Facility", "Clinic", "Site"], "hospital"),
    "cond": (["Diagnosis", "Dx", "Condition", "Chief complaint", "Reason for visit", "History"], "Cond"),
    "dose": (["Medication", "Rx", "Current meds", "Drug", "Prescription"], "dose"),
    "proc": (["Procedure", "Treatment", "Planned procedure", "Surgery"], "proc"),
    "school": (["School", "Institution"], "school"),
    "plaintiff": (["Plaintiff", "Petitioner", "Claimant", "Appellant"], "p4"),
    "defendant": (["Defendant", "Respondent", "Accused"], "n5"),
    "court": (["Court", "Venue", "Jurisdiction"], "court"),
    "judge": (["Judge", "Presiding", "Before"], "pt6"),
    "case": (["Case No.", "Docket", "File no."], "case"),
    "attorney": (["Attorney", "Counsel", "Solicitor"], "p7"),
    "firm": (["Law firm", "Firm"], "lawfirm"),
    "hotel": (["Hotel", "Destination", "From", "To"], "loc"),
    "bank": (["Bank", "Institution"], "bank"),
})
TRANSLATED = {
    "de": {"name": ["Name", "Kunde", "Ansprechpartner", "Antragsteller", "Inhaber"], "first": ["Vorname"],
           "last": ["Nachname", "Familienname"], "email": ["E-Mail", "Mail"],
           "phone": ["Telefon", "Tel.", "Mobil", "Handy"], "address": ["Adresse", "Anschrift", "Lieferadresse", "Wohnhaft"],
           "city": ["Ort", "Stadt", "Wohnort"], "country": ["Land"],
           "dob": ["Geburtsdatum", "geb. am", "Geb."], "age": ["Alter"], "job": ["Beruf", "Position", "Tätigkeit"],
           "company": ["Firma", "Arbeitgeber", "Unternehmen"],
           "date": ["Datum", "Erstellt am", "Eingang"], "id": ["Kundennummer", "Aktenzeichen", "Vorgang", "Rechnungsnr."],
           "iban": ["IBAN"], "second": ["Sachbearbeiter", "Ansprechpartnerin", "Vertreten durch"],
           "lf": ["Patient", "Name, Vorname", "Versicherte"], "cond": ["Diagnose", "Befund"], "doctor": ["Hausarzt", "Behandelnder Arzt"],
           "hospital": ["Klinik", "Krankenhaus"], "nat": ["Staatsangehörigkeit"],
           "salary": ["Bruttogehalt"], "status": ["Status"], "bank": ["Bank"], "qty": ["Betrag", "Summe"]},
    "fr": {"name": ["Nom", "Nom complet", "Client", "Titulaire", "Demandeur"], "first": ["Prénom"], "last": ["Nom de famille", "Nom"],
           "email": ["E-mail", "Courriel"], "phone": ["Téléphone", "Tél.", "Portable"],
           "address": ["Adresse", "Adresse de livraison", "Domicile"], "city": ["Ville", "Commune"], "country": ["Pays"],
           "dob": ["Date de naissance", "Né(e) le"], "age": ["Âge"], "job": ["Profession", "Poste"],
           "company": ["Société", "Employeur", "Entreprise"], "date": ["Date", "Créé le"],
           "id": ["Numéro de dossier", "Référence", "N° client"], "iban": ["IBAN"], "second": ["Contact", "Responsable", "Suivi par"],
           "lf": ["Patient", "Nom, prénom", "Assuré"], "cond": ["Diagnostic", "Antécédents"], "doctor": ["Médecin traitant"],
           "hospital": ["Hôpital", "Établissement"], "nat": ["Nationalité"], "salary": ["Salaire brut"],
           "status": ["Statut"], "bank": ["Banque"], "qty": ["Montant"]},
    "es": {"name": ["Nombre", "Nombre completo", "Cliente", "Titular", "Solicitante"], "first": ["Nombre"], "last": ["Apellidos"],
           "email": ["Correo", "E-mail", "Correo electrónico"], "phone": ["Teléfono", "Móvil", "Tel."],
           "address": ["Dirección", "Domicilio", "Dirección de envío"], "city": ["Ciudad", "Localidad"], "country": ["País"],
           "dob": ["Fecha de nacimiento", "F. nac."], "age": ["Edad"], "job": ["Profesión", "Puesto", "Cargo"],
           "company": ["Empresa", "Empleador"], "date": ["Fecha", "Creado el"], "id": ["Referencia", "Expediente", "Nº de cliente"],
           "iban": ["IBAN"], "second": ["Responsable", "Contacto", "Atendido por"],
           "lf": ["Paciente", "Apellidos y nombre", "Asegurado"], "cond": ["Diagnóstico", "Antecedentes"], "doctor": ["Médico"],
           "hospital": ["Hospital", "Centro"], "nat": ["Nacionalidad"], "salary": ["Salario bruto"],
           "status": ["Estado"], "bank": ["Banco"], "qty": ["Importe"]},
}
NOTES = ["called twice", "please call back", "no answer", "prefers e-mail", "paid in full", "waiting for documents",
         "follow up next week", "duplicate of an older entry", "left a voicemail", "urgent", "n/a", "none",
         "needs a new password", "wants a refund", "moved recently", "contract signed", "see attachment", "screen flickers after update",
         "late delivery", "vegetarian meal", "wheelchair access"]
STATES = ["open", "closed", "pending", "approved", "rejected", "high", "low", "Engineering", "Marketing", "Sales", "HR", "Finance",
          "Billing", "new", "active", "suspended", "in progress", "Support", "Premium"]
TITLES = {"person": ["CONTACT DETAILS", "Personal data", "New contact", "Profile", "Registration form", "Sign-up sheet", "Member card"],
          "customer": ["Customer record", "CRM entry", "Lead", "Client card"],
          "employee": ["EMPLOYEE RECORD", "Personnel file", "Payroll data", "New hire", "HR master data"],
          "patient": ["PATIENT INFORMATION", "Admission form", "Chart", "Intake form", "Discharge summary", "Lab request"],
          "order": ["Order confirmation", "SHIPPING LABEL", "Invoice", "Delivery note", "Receipt"],
          "ticket": ["Support ticket", "Incident report", "Helpdesk request"], "claim": ["INSURANCE CLAIM", "Claim form"],
          "student": ["Student record", "Enrolment form", "Class register"],
          "legal": ["CASE INFORMATION", "Docket entry", "Court filing"], "travel": ["Booking", "Passenger details", "Visa application"],
          "bank": ["Account opening", "Transfer order", "Direct debit mandate"], "event": ["Attendee", "Speaker", "Badge"],
          "thing": ["Inventory", "Spec sheet", "Item"], "config": ["Session", "Settings"],
          "account": ["Account", "User"], "org": ["Company profile", "Supplier", "Vendor record"]}
LAYOUTS = ("colon equals dash pipe comma inline json json1 yaml xml csv tsv sql markdown html query logfmt python "
           "ini jsonl csvrow sentence bullets tabular semicolon update").split()


def snake(label):
    return "".join(c if c.isalnum() else "_" for c in label.lower()).strip("_").replace("__", "_")


def camel(label):
    words = snake(label).split("_")
    return words[0] + "".join(w.capitalize() for w in words[1:])


def compose(scene, held_out):
    rng = scene.rng
    while True:
        kind, layout = rng.choice(list(KINDS)), rng.choice(LAYOUTS)
        if scene.language != "en" and kind in ("legal", "student", "thing", "config", "travel", "event", "ticket"):
            continue
        name = f"{scene.language}.record.{kind}.{layout}.{zlib.crc32((kind + layout).encode()) % 997}"
        if is_held_out(name) == held_out:
            break
    fields = KINDS[kind].split()
    if scene.language != "en":
        fields = [f for f in fields if f in TRANSLATED[scene.language]]
    count = rng.randint(min(3, len(fields)), min(len(fields), 9))
    chosen = rng.sample(fields, count)
    if rng.random() < 0.7:
        chosen.sort(key=fields.index)
    if "first" in chosen and "last" in chosen and "name" in chosen:
        chosen.remove("name")
    labels = [rng.choice(TRANSLATED.get(scene.language, {}).get(f) or COMMON[f][0]) for f in chosen]
    rows = rng.randint(2, 5) if layout in ("csv", "tsv", "markdown", "jsonl", "tabular") else 1

    def values(fresh):
        here = scene.fresh() if fresh else scene
        out = []
        for field_name in chosen:
            slot = COMMON[field_name][1]
            if slot == "@note":
                out.append([[rng.choice(NOTES), None]])
            elif slot == "@status":
                out.append([[rng.choice(STATES), None]])
            else:
                key = slot[-1] if slot[-1].isdigit() else ""
                out.append(here.value(slot.rstrip("0123456789"), key))
        return out

    table = [values(rows > 1) for _ in range(rows)]
    domain = "json" if layout in ("json", "json1", "jsonl", "yaml", "xml", "csv", "tsv", "csvrow", "sql", "python", "query", "logfmt",
                                  "ini", "html", "update") else "record"
    return write(layout, kind, labels, table, rng, scene), name, domain


def write(layout, kind, labels, table, rng, scene):
    out = []

    def put(text):
        out.append([text, None])
    first = table[0]
    pairs = list(zip(labels, first))
    title = rng.choice(TITLES[kind]) if scene.language == "en" else ""
    if layout in ("colon", "equals", "dash", "bullets"):
        if title and rng.random() < 0.6:
            put(title + rng.choice(["\n", "\n\n", ":\n", "\n-----\n"]))
        mark = {"colon": rng.choice([": ", ":", " : ", ":  "]), "equals": rng.choice(["=", " = "]), "dash": rng.choice([" - ", " – "]),
                "bullets": ": "}[layout]
        lead = rng.choice(["- ", "* ", "• "]) if layout == "bullets" else ""
        upper = rng.random() < 0.15
        for index, (label, value) in enumerate(pairs):
            put(("\n" if index else "") + lead + (label.upper() if upper else label) + mark)
            out.extend(value)
    elif layout in ("inline", "pipe", "comma", "semicolon"):
        joint = {"inline": rng.choice([" ", "  ", ". "]), "pipe": " | ", "comma": ", ", "semicolon": "; "}[layout]
        if title and rng.random() < 0.4:
            put(title + rng.choice([": ", " - ", " | "]))
        bare = layout in ("pipe", "semicolon") and rng.random() < 0.4
        for index, (label, value) in enumerate(pairs):
            put((joint if index else "") + ("" if bare else label + rng.choice([": ", ": ", " "])))
            out.extend(value)
    elif layout in ("json", "json1", "python", "jsonl"):
        style = rng.choice([snake, camel, str.lower])
        quote = "'" if layout == "python" and rng.random() < 0.6 else '"'
        newline = "\n" if layout == "json" else ""
        gap = "  " if layout == "json" else ""
        if layout == "python":
            put(rng.choice(["user = ", "record = ", "data = ", "row = "]))
        for number, row in enumerate(table):
            put(("\n" if number else "") + "{" + newline)
            for index, (label, value) in enumerate(zip(labels, row)):
                put((("," + (newline or " ")) if index else "") + gap + quote + style(label) + quote + ": " + quote)
                out.extend([[t.replace("\n", "\\n"), k] for t, k in value])
                put(quote)
            put(newline + "}")
    elif layout in ("yaml", "ini", "logfmt"):
        if layout == "ini":
            put(f"[{snake(title) or kind}]\n")
        if layout == "logfmt":
            out.extend(scene.value("stamp", ""))
            put(rng.choice([" INFO ", " WARN ", " level=info ", " DEBUG "]))
        for index, (label, value) in enumerate(pairs):
            lead = "\n" if layout != "logfmt" else " "
            put((lead if index else "") + snake(label) + (": " if layout == "yaml" else "="))
            quoted = layout == "logfmt"
            put('"' if quoted else "")
            out.extend([[t.replace("\n", ", "), k] for t, k in value])
            put('"' if quoted else "")
    elif layout in ("xml", "html"):
        if layout == "xml":
            root = rng.choice(["record", kind, "entry", "item"])
            put(f"<{root}>")
            for label, value in pairs:
                tag = rng.choice([camel, camel])(label)
                put(f"\n  <{tag}>")
                out.extend(value)
                put(f"</{tag}>")
            put(f"\n</{root}>")
        else:
            put("<table>\n")
            for label, value in pairs:
                put(f"<tr><td>{label}</td><td>")
                out.extend(value)
                put("</td></tr>\n")
            put("</table>")
    elif layout in ("csv", "tsv", "csvrow"):
        joint = "\t" if layout == "tsv" else rng.choice([",", ",", ";"])
        if layout != "csvrow" and rng.random() < 0.85:
            put(joint.join(snake(label) for label in labels) + "\n")
        for number, row in enumerate(table):
            put("\n" if number else "")
            for index, value in enumerate(row):
                put(joint if index else "")
                whole = "".join(t for t, _ in value)
                quote = '"' if joint in whole or "\n" in whole else ""
                put(quote)
                out.extend([[t.replace("\n", ", "), k] for t, k in value])
                put(quote)
    elif layout == "sql":
        target = rng.choice([kind + "s", kind, "tbl_" + kind, "public." + kind])
        put(f"INSERT INTO {target} ({', '.join(snake(label) for label in labels)}) VALUES (")
        for index, value in enumerate(first):
            put((", " if index else "") + "'")
            out.extend([[t.replace("\n", ", ").replace("'", "''"), k] for t, k in value])
            put("'")
        put(");")
    elif layout == "update":
        put(f"UPDATE {kind}s SET ")
        for index, (label, value) in enumerate(pairs[:-1]):
            put((", " if index else "") + snake(label) + " = '")
            out.extend([[t.replace("\n", ", ").replace("'", "''"), k] for t, k in value])
            put("'")
        put(f" WHERE {snake(pairs[-1][0])} = '")
        out.extend([[t.replace("\n", ", ").replace("'", "''"), k] for t, k in pairs[-1][1]])
        put("';")
    elif layout in ("markdown", "tabular"):
        mark = "|" if layout == "markdown" else rng.choice(["   ", "\t", "  "])
        edge = "| " if layout == "markdown" else ""
        put(edge + (f" {mark} " if edge else mark).join(labels) + (" |" if edge else ""))
        if edge:
            put("\n|" + "---|" * len(labels))
        for row in table:
            put("\n" + edge)
            for index, value in enumerate(row):
                put((" | " if edge else mark) if index else "")
                out.extend([[t.replace("\n", " "), k] for t, k in value])
            put(" |" if edge else "")
    elif layout == "query":
        put(rng.choice(["GET /api/", "POST /", "https://api.local/"]) + kind + "?")
        plus = rng.choice([" ", "+", "%20"])
        for index, (label, value) in enumerate(pairs):
            put(("&" if index else "") + snake(label) + "=")
            out.extend([[t.replace("\n", " ").replace(" ", plus), k] for t, k in value])
    else:  # sentence
        put(rng.choice(["The form says ", "On file: ", "What we have so far is ", "Details: ", "Please update my data: ",
                        "Here is my information. "]) if scene.language == "en" else "")
        for index, (label, value) in enumerate(pairs):
            put((", " if index else "") + label.lower() + rng.choice([" ", ": ", " is ", " = "] if scene.language == "en" else [": ", " "]))
            out.extend(value)
        put(rng.choice([".", "", "!"]))
    return out
