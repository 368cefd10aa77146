/// The words by which forms, letters, logs and records announce an identifier, in English, German, French and Spanish, some in Italian, Dutch, Portuguese, Polish and
/// the Nordic languages. Without diacritics, as the folded text is; compounds as one word.
///
/// Not among them: tickets, incidents and errors, which name a piece of work and no one's data.
enum IdentifierLabels {
    static let words: [(Cue, String)] = [
        (
            .idLabel,
            """
            pnr mrn mrno empid emplid personid patientid userid mbr hicn imei imeisv iccid imsi meid \
            aktenzeichen geschaeftszeichen kundennummer kundennr kundenid personalnummer personalnr mitarbeiternummer vertragsnummer vertragsnr \
            rechnungsnummer rechnungsnr patientennummer patientennr patientenid versichertennummer versicherungsschein \
            versicherungsscheinnummer mitgliedsnummer mitgliedsnr matrikelnummer vorgangsnummer fallnummer policennummer schadennummer \
            schadensnummer mandantennummer auftragsnummer bestellnummer buchungsnummer belegnummer steuernummer handelsregisternummer \
            registernummer krankenversichertennummer krankenversicherungsnummer lieferantennummer debitorennummer teilnehmernummer \
            ausweisnummer fahrgestellnummer seriennummer geratenummer ustid ustidnr \
            matricule siret siren expediente expedientes historial nuhsa \
            klantnummer klantnr dossiernummer patientnummer factuurnummer polisnummer personeelsnummer relatienummer lidnummer zaaknummer \
            ordernummer kundnummer arendenummer fakturanummer asiakasnumero kundenummer sagsnummer
            """
        ),
        (
            .idNoun,
            """
            ein fein vin eid az cif phn license licence patient patients employee emp member mbr subscriber customer cust client policy claim \
            claims claimant case docket matter invoice prescription rx accession beneficiary insured insurance policyholder enrollee \
            respondent defendant applicant participant donor inmate prisoner \
            zeichen geschaftszeichen kunde kunden patientin versicherter versicherten vertrag rechnung akte mitglied mitarbeiter police \
            versicherung fall schaden \
            dossier contrat facture adherent assure salarie employe client abonne sinistre \
            cliente paciente poliza factura contrato empleado socio afiliado asegurado historia clinica afiliacion legajo siniestro \
            pratica fattura contratto polizza tessera klant factuur polis apolice fatura processo umowy klienta
            """
        ),
        (
            .idQualifier,
            """
            medical record records chart health national government state tax taxpayer fiscal vat tva iva btw ust employer student pupil \
            learner staff worker personnel payroll bar attorney lawyer notary user account acct order booking reservation confirmation \
            tracking shipment transaction reference ref file device serial equipment vehicle registration certificate permit contract \
            agreement loan mortgage lease badge visitor resident household application person personal individual identification identity \
            citizen citizenship voter alien immigration pension benefit benefits welfare professional nursing physician doctor practice \
            hospital encounter visit admission specimen sample lab study trial subject supplier vendor merchant terminal payment receipt \
            bill billing statement debtor creditor membership loyalty frequent flyer passenger pnr military veteran court cause complaint \
            warrant arrest \
            kd vers kundin patienten vertrags rechnungs mitglieds versicherungs steuer ausweis auftrags bestell buchungs konto \
            commande compte fiche securite permis carte identite allocataire etudiant fournisseur \
            pedido reserva cuenta identificacion seguro seguridad licencia permiso usuario alumno proveedor \
            ordine prenotazione conto codice identita patente studente
            """
        ),
        (
            .numberWord,
            """
            pnr number numbers numb num nums no nos nr nrs id ids identifier identification code ref reference nummer numero numeros numer numerus \
            idnr nbr nro
            """
        ),
        (
            .plate,
            "plate plates numberplate kennzeichen nummernschild immatriculation matricula targa kenteken registration rego"
        ),
        (
            .passport,
            "passport passports reisepass reisepassnummer passnummer passnr pasaporte passeport passaporto paspoort paspoortnummer"
        ),
        (
            .driverLicence,
            """
            dl dln driver drivers driving fuhrerschein fuehrerschein fuhrerscheinnummer fuehrerscheinnummer conduire conducir conduccion guida \
            rijbewijs rijbewijsnummer prawo
            """
        ),
    ]
}
