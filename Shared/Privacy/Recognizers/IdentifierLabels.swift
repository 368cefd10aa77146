/// The words by which forms, letters, logs and records announce an identifier, in English, German, French and Spanish, some in Italian, Dutch, Portuguese and Polish.
/// Written without diacritics, as the folded text is; compounds as one word.
///
/// Not among them: tickets, incidents and errors, which name a piece of work and no one's data.
enum IdentifierLabels {
    static let words: [(Cue, String)] = [
        (
            .idLabel,
            """
            mrn empid emplid mrno imei imeisv iccid imsi meid personid patientid userid ehr emr hicn mbr \
            aktenzeichen geschaeftszeichen kundennummer kundennr kundenid personalnummer personalnr mitarbeiternummer vertragsnummer vertragsnr \
            rechnungsnummer rechnungsnr patientennummer patientennr patientenid versichertennummer versicherungsschein versicherungsscheinnummer mitgliedsnummer \
            mitgliedsnr matrikelnummer vorgangsnummer fallnummer policennummer schadennummer schadensnummer mandantennummer auftragsnummer bestellnummer \
            buchungsnummer belegnummer steuernummer handelsregisternummer registernummer krankenversichertennummer krankenversicherungsnummer lieferantennummer \
            debitorennummer teilnehmernummer ausweisnummer kennzeichen fahrgestellnummer seriennummer geratenummer ustid ustidnr \
            matricule siret siren immatriculation expediente expedientes matricula historial nuhsa \
            klantnummer klantnr dossiernummer patientnummer factuurnummer polisnummer personeelsnummer relatienummer lidnummer zaaknummer ordernummer \
            kundnummer arendenummer fakturanummer asiakasnumero kundenummer sagsnummer
            """
        ),
        (
            .idNoun,
            """
            ein fein vin eid az cif phn zeichen geschaftszeichen plate plates license licence patient patients employee emp member mbr subscriber customer cust client policy claim claims claimant case docket matter invoice prescription rx \
            accession beneficiary insured insurance policyholder enrollee respondent defendant applicant participant donor inmate prisoner \
            kunde kunden patientin versicherter versicherten vertrag rechnung akte mitglied mitarbeiter police versicherung fall schaden \
            dossier contrat facture adherent assure salarie employe client abonne sinistre \
            cliente paciente poliza factura contrato empleado socio afiliado asegurado historia clinica afiliacion legajo siniestro \
            pratica fattura contratto polizza tessera klant dossier factuur polis apolice fatura processo umowy klienta
            """
        ),
        (
            .idQualifier,
            """
            medical record records chart health national government state tax taxpayer fiscal vat ust student pupil learner staff worker personnel payroll bar attorney \
            lawyer notary user account acct order booking reservation confirmation tracking shipment transaction reference ref file device serial equipment \
            vehicle registration certificate permit contract agreement loan mortgage lease badge visitor resident household application applicant \
            person personal individual identification identity citizen citizenship voter alien immigration pension benefit benefits welfare \
            licence license professional medical nursing physician doctor practice hospital encounter visit admission specimen sample lab order study trial subject \
            participant supplier vendor merchant terminal payment receipt bill billing statement debtor creditor membership loyalty \
            frequent flyer passenger pnr military veteran court file cause complaint warrant arrest booking inmate \
            kd vers kunden kundin patienten personal vertrags rechnungs mitglieds versicherungs steuer ausweis auftrags bestell buchungs konto \
            commande reservation compte fiche securite permis carte identite allocataire etudiant fournisseur \
            pedido reserva cuenta identificacion seguro seguridad licencia permiso usuario alumno proveedor \
            ordine prenotazione conto codice identita patente studente
            """
        ),
        (
            .numberWord,
            "number numbers numb num nums no nos nr nrs id ids identifier identification code ref reference nummer numero numeros numer numerus idnr num nbr nro"
        ),
        (
            .passport,
            "passport passports reisepass reisepassnummer passnummer passnr pasaporte passeport passaporto paspoort paspoortnummer"
        ),
        (
            .driverLicence,
            """
            dl dln driver drivers driving fuhrerschein fuehrerschein fuhrerscheinnummer fuehrerscheinnummer conduire conducir conduccion guida rijbewijs rijbewijsnummer \
            prawo
            """
        ),
    ]
}
