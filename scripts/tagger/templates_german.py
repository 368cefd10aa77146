"""German texts, with and without people. The notation is described in generate_grammar.py."""

WITH = """
## chat 6
[Hallo|Hi|Hey|Moin|Servus] {f1}, [wie geht's|bist du schon da|hast du kurz Zeit|alles klar bei dir]?
{f1} hat gesagt, [dass er später kommt|wir sollen schon mal anfangen|das Treffen fällt aus].
[Kannst|Könntest] du {f1} [fragen|anrufen|ausrichten], ob [er|sie] [morgen|am {wd}|heute Abend] Zeit hat?
[Mein Name ist|Ich heiße|Ich bin] {p1}[.| und ich wohne in {city}.| und arbeite bei {org}.| und ich bin {age} Jahre alt.]
[Mein Name ist|Hier spricht|Hier ist] {p1}, [ich rufe wegen der Rechnung an|ich hätte gern einen Termin|Kundennummer {id}].
[Wer ist|Kennst du|Wo bleibt] {n1}?
{f1} und {f2} [streiten sich schon wieder|heiraten im {month}|kommen auch|sind in {city}]
[Danke|Vielen Dank|Alles Gute|Herzlichen Glückwunsch|Gute Besserung] {f1}[!|.|, bis bald]
[Grüße|Liebe Grüße|LG|VG|Gruß|Bussi] {f1}
[Frag|Ruf] {t1} [an|mal], [ob der Termin noch steht|wegen der Miete].
{f1}s [Auto|Hund|Handy|Geburtstag] [ist kaputt|ist weg|war toll]
[Meine|Unsere] [Schwester|Tante|Nachbarin|Chefin|Kollegin|Lehrerin] {f1} [wohnt in {city}|ist {age} geworden|arbeitet bei {org}|ruft nie \
zurück].
[Mein|Unser] [Bruder|Onkel|Nachbar|Chef|Kollege|Trainer] {n1} [kommt aus {city}|hat gekündigt|ist krank].
[Rufen Sie|Erreichen können Sie] {t1} [unter|bitte unter] {phone}[ an| erreichen].
Ich soll {f1} {money} [überweisen|zurückgeben].
{f1}: [wo bist du|kommst du noch]? ¶{f2}: [bin gleich da|steh im Stau|nee, keine Lust]
hast du gehört, dass {n1} [nach {city} zieht|schwanger ist|bei {org} aufhört]?
{plist} [sind dabei|haben abgesagt|kommen später].
[Vor- und Nachname|Name]? [{p1}|{f1}, {l1}]
[Tisch|Reservierung|Termin] [für|auf den Namen] {l1}, {time}

## mail 4
[Hallo|Liebe|Lieber|Guten Tag] {f1},¶¶{@satz/1-3}¶¶[Viele Grüße|Liebe Grüße|Gruß|Mit freundlichen Grüßen]¶{f2}
[Sehr geehrte|Sehr geehrter|Guten Tag] {t1},¶¶{@satz/1-3}¶¶Mit freundlichen Grüßen¶{p2}¶{Job}¶{org}
Sehr geehrte Damen und Herren,¶¶{@satz/1-3}¶¶Mit freundlichen Grüßen¶{p1}¶{addrml}
Von: {p1} <{email1}>¶An: {p2}¶Betreff: [Rechnung {id}|Termin am {date}|Bewerbung als {job}]¶¶{@satz/1-2}
i. A. {p1}¶{Job}¶{org}¶{addrml}¶Tel. {phone}¶{email1}
Am {date} schrieb {p1}:¶> {@satz}¶¶{@satz}¶{f2}
== satz
[bitte|könnten Sie bitte] [schicken|senden] Sie [den Vertrag|die Rechnung|das Protokoll] an {n3}.
{n3} [hat mich gebeten|bat mich], [den Termin zu verschieben|Ihnen die Zahlen zu schicken].
wie mit {t3} besprochen, [beginnt das Projekt|erfolgt die Lieferung] am {date}.
unser Mitarbeiter {p3} [wird sich bei Ihnen melden|kommt am {wd} um {time}].
ich bin bis {date} im Urlaub, meine Vertretung ist {p3}.
die [Lieferadresse|neue Anschrift] lautet {addr}.
wir haben {p3} ({age}) als {job} eingestellt.
vielen Dank für [Ihre Nachricht|das nette Gespräch|die schnelle Hilfe].
anbei [das Angebot|die Unterlagen|der Entwurf] vom {date}.
{f3} und {f4} [prüfen|übernehmen] das bis {wd}.
[leider|bislang] [haben wir keine Zahlung erhalten|fehlt noch die Unterschrift von {t4}].
die Sitzung findet am {date} um {time} in {city} statt.
{t3} von {org} [war begeistert|hat abgesagt|braucht mehr Zeit].

## nachrichten 4
{@kopf}
{@vorspann} {@weiter/1-2}
{city}. {@vorspann} {@weiter/0-2}
{@kopf}¶{@vorspann}
== kopf
{p1} [verlässt|übernimmt|kritisiert] {org}
{org} [baut Stellen ab|eröffnet Filiale in {city}|wechselt Chef]
[Polizei|Feuerwehr] [sucht|rettet] [{age}-Jährigen|Zeugen] in {city}
{l1} [schießt|rettet|blamiert] {team} [zum Sieg|in {city}|]
{l1} [gegen|trifft|und] {l2}: [Streit um Rente|Einigung in {city}|Das sagt der Experte]
Trauer um {p1}
== vorspann
{p1} [sagte|erklärte|kündigte] am {wd}, [man werde die Steuern senken|{er1} trete zurück|die Gespräche seien gescheitert].
Der {nat} [Autor|Minister|Trainer] {p1} ist [am {date}|im Alter von {age} Jahren] [gestorben|geehrt worden].
Ein {age}-jähriger Mann aus {city} ist am {wd} [verunglückt|festgenommen worden].
{org} hat [den Umsatz gesteigert|{p1} zum Vorstand berufen|Insolvenz angemeldet].
In {city} haben [am {wd}|erneut] [tausende Menschen|{nats}] demonstriert.
Das [Landgericht|Amtsgericht|Gericht] hat {p1} zu [drei Jahren Haft|einer Geldstrafe] verurteilt.
== weiter
„[Das war ein Fehler|Wir sind stolz|So geht es nicht weiter]“, sagte {p1}, Sprecher von {org}.
{l1} [wollte sich nicht äußern|war nicht zu erreichen].
Nach Angaben von {p1} [beträgt der Schaden {money}|wurde niemand verletzt].
{p1} wurde {year} in {city} geboren und [studierte|lehrte] an der {uni}.
Der Prozess beginnt am {date}.
Kritik kam von {p1} ({org}).
[Trainer|Kapitän|Stürmer] {p1} [fehlt|trifft doppelt|lobt die Mannschaft].

## leben 3
{p1} (* {date} in {city}) ist {nat} {job}.
{p1}, geboren {year} in {city}, [studierte|arbeitete|lebte] [lange in {city}|bei {org}|mit {p2} auf dem Land].
Wir nehmen Abschied von {p1}, geb. {l2}, * {date} † {date}. In stiller Trauer: {f3}, {f4} und Familie.
{f1} und {f2} [trauen sich|heiraten]! {date}, {time}, [Standesamt {city}|{city}]
Lebenslauf¶{p1}¶{addrml}¶Geb. {dob}¶Beruf: {job}¶Seit {year}: {org}
{l1}, {f1} ({year}): [Die Vögel der Stadt|Grundlagen der Statistik]. {city}: [Verlag|{org}].
"[Komm rein|Geh weg|Wo warst du]", [sagte|flüsterte|rief] {f1}. {f2} [schwieg|lachte|sah aus dem Fenster].
{f1} [öffnete|schloss] die Tür. [Draußen regnete es.|{f2} war schon weg.|Es roch nach Kaffee.]

## social 4
[ich liebe|vermisse|hasse] {star1} [so sehr|❤️|, echt jetzt|]
{star1} [ist der Beste|nervt|war gestern in {city}|im Interview mit {media}]
[Wer hört|Wer guckt] {star1} [noch {year}|auch nur wegen dem Remix|]?
{starn1} oder {starn2}?
{f1} [du bist die Beste|mach weiter so|das war mega lustig] [😂|👍|]
[Grüße aus|Greetz aus] {city} [an {f1}|]
RT {handle}: {starn1} [fordert Rücktritt von {starn2}|in {city} gelandet]
[Super|Tolles|Schwaches] [Spiel|Konzert|Buch] von {star1} [gestern|!|]
{handle} [ich glaub das war {f1}|frag mal {f1}|]
[Gute Nacht|Guten Morgen] {f1} [😘|]
{p1} [war sehr freundlich und kompetent|hat uns super beraten]. Gerne wieder!
Zimmer sauber, aber {t1} an der Rezeption [war unfreundlich|hat uns toll geholfen].

## amt 6
{L1} ./. {L2}, Az. {case}
In Sachen {p1} gegen {org} [hat das Gericht entschieden|ergeht folgender Beschluss]. {@recht/1-2}
Mietvertrag zwischen {p1}, {addr} (Vermieter) und {p2}, geb. {dob} (Mieter).
Hiermit kündige ich, {p1}, wohnhaft {addr}, meinen Vertrag Nr. {id} zum {date}.
Vollmacht: Ich, {p1}, bevollmächtige {p2}, geb. am {dob}, [mich zu vertreten|das Paket abzuholen].
{@recht}
Pat. {lf1}, geb. {dob}: {cond}. [Th.: {cond}.|Kontrolle in 2 Wochen.|Überweisung an {t2}.]
Sehr geehrte Frau Kollegin, wir berichten über {t1}, geb. {dob}, [stationär vom {date} bis {date}|vorgestellt am {date}]. Diagnose: \
{cond}, {cond}.
{t1} ({age} J.) [klagt über Schmerzen|leidet an {cond}|nimmt {cond}]. [Ehemann|Tochter|Mutter] {f2} ist informiert.
[Ich habe|Meine Mutter hat|Bei {f1} wurde] {cond} [diagnostiziert|seit {year}].
Rechnung {id}¶An: {p1}¶{addrml}¶Betrag: {money}
[Lieferung|Versand] an: {p1}, {addr}
[Ich wohne|Wir wohnen|Sie wohnt] in der {addr1} in {city}.
Meine [neue Adresse|Anschrift]: {addr}
Kontoinhaber: {p1}, IBAN {iban}, [{bank}|{org}]
Ticket {id}: {p1} meldet, dass [der Drucker nicht geht|das Paket fehlt|die App abstürzt]. Bearbeiter: {n2}
Kunde {p1} ({email1}) möchte [sein Passwort ändern|kündigen|einen Rückruf unter {phone}].
Protokoll vom {date}¶Anwesend: {plist}¶TOP 1: {f1} berichtet [über die Finanzen|aus {city}].
{*2-5}{lf1}, {city}{/*}
{*2-4}{p1} - {Job} - {phone}{/*}
Personalbogen: {lf1}, {Job}, Eintritt {date}, Gehalt {salary}
Klasse 4b: {fl1} fehlt [entschuldigt|seit {wd}], {f2} hat die Hausaufgaben vergessen.
== recht
[Der Kläger|Die Klägerin] {p1} [begehrt Schadensersatz|legte Berufung ein].
[Der Beklagte|Die Beklagte] {p2} wird verurteilt, {money} zu zahlen.
Rechtsanwalt {p3}, {city}, [beantragt Klageabweisung|vertritt die Beklagte].
Der Zeuge {p4} [sagte am {date} aus|wohnt {addr}].
"""

WITHOUT = """
## ohne 13
{@o}
{@o/1-3}
{@o} {@o}
{@frage}
{@frage}
{@befehl}
== o
[Das Wetter|Der Kaffee|Die Suppe|Der Film] [ist|war] [gut|kalt|langweilig|wie immer].
[Heute|Morgen|Am {wd}] [regnet es|habe ich frei|ist der Laden zu].
Die [Haltestelle|Bücherei|Apotheke] [ist geschlossen|öffnet um {time}|liegt am Markt].
Der [Zug|Bus|Fahrstuhl] [hat Verspätung|kommt nicht|ist voll].
[Ich|Wir] [brauche|suchen] [einen neuen Drucker|Brot und Milch|eine Wohnung in {city}].
[Mehl|Zucker|Butter] und [Eier|Salz] [verrühren|unterheben|kalt stellen].
[Mein|Das] [Handy|Auto|Konto] [ist gesperrt|ist kaputt|war leer].
[Der Arzt|Die Lehrerin|Der Chef|Meine Frau|Mein Mann] [hat angerufen|ist krank|kommt später].
[Groß|Klein|Alt|Neu|Lang|Kurz] und [gut|schön|teuer].
Der [Wolf|Fuchs|Vogel|Engel] [ist zurück|singt|schläft].
Der [Kaiser|König|Graf|Bauer|Richter|Koch|Müller] [ging in den Wald|aß zu viel|war streng].
Im [Winter|Sommer|Herbst] [ist es ruhig|wird gebaut].
Mach's gut, [bis morgen|bis dann|tschüss].
Das ist [frank und frei|mein Ernst|keine Kunst|ein starkes Stück].
{product} [ist langsam|startet nicht|hat ein Update].
[Das Spiel|Die Serie|Das Buch] [war super|ist vorbei|lohnt sich].
[Rosen|Veilchen|Tulpen] [blühen|kosten wenig] im Garten.
[Ende|Anfang|Mitte] {month} [wird es warm|ist Messe].
[Angebot|Rabatt|Sale]: {num} Prozent auf [Schuhe|Möbel].
Die [Steuer|Miete|Rente] [steigt|sinkt] um {small} Prozent.
Fehler {num}: [Datei nicht gefunden|Zugriff verweigert|Zeitüberschreitung].
-- frage
Wie [wird das Wetter|spät ist es|komme ich zum Bahnhof|geht das]?
Wo [ist die nächste Apotheke|kann ich parken|bleibt meine Bestellung]?
Kann ich [mit Karte zahlen|mein Passwort ändern|Geld ins Ausland überweisen]?
Warum wurde [meine Karte abgelehnt|die Zahlung nicht ausgeführt|das Paket zurückgeschickt]?
Was heißt [danke|guten Tag|Rechnung] auf [Englisch|Spanisch|Italienisch|Polnisch]?
Gibt es hier [ein gutes italienisches Restaurant|chinesisches Essen|französischen Wein]?
Wie lange [dauert die Lieferung|muss der Kuchen backen|gilt der Gutschein]?
Was kostet [ein Flug nach {city}|das Porto|die Fahrkarte nach {city}]?
-- befehl
Stell [den Wecker auf {time}|das Licht aus|die Heizung höher].
Erinnere mich [morgen|am {wd}] an [den Müll|die Steuer|den Zahnarzt].
[Spiel|Stopp] [Musik|das nächste Lied].
Setz [Milch|Brot|Käse] auf die Einkaufsliste.
Übersetze „[gute Nacht|wo ist das Hotel]“ ins [Englische|Spanische|Türkische].
Ruf [meine Mutter|den Arzt|die Bank] an.
Bestell [eine Pizza|ein Taxi].
"""
FREE = """

## ohne_frei 7
{@w/1-3}
{@w} {@w}
{@w}
{Noun}, {noun}, {noun}
{*3-5}- {Noun}{/*}
== w
[Der Nachbar|Die Firma|Unser Chef|Meine Tante|Das Kind] {verb} [den|die|das|ein|unser] {noun}.
[Ich|Er|Sie|Man] {verb} [gestern|heute|wieder|nie|oft] [mein|das|ein] {noun} [und|oder] {noun}.
[Warum|Wann|Wo] {verb} [er|sie] [das|den|die] {noun}?
[Kein|Mehr|Viel|Ohne] {noun}, [kein|mehr|viel] {noun}.
{Noun} [ist|war|bleibt] {noun}.
[Neu|Wichtig|Info]: {Noun} [und|statt|ohne] {Noun}
[Mit|Ohne|Bei|Vor] [dem|einem] {noun} {verb} [niemand|jeder] [das|die] {noun}.

## frei 5
{@w} {@v}
{@v}
{@v} {@w}
{@v} {@v}
{Noun} {noun}: {@v}
== v
{n1} {verb} [den|die|das|ein|mein] {noun} [gestern|heute|wieder|leider|].
[Warum|Wann|Wo] {verb} {n1} [das|den|die] {noun}?
[Ich|Er|Sie|Wir|Man] {verb} {n1} [und {n2}|gestern|] [beim|mit|ohne] {noun}.
[Unser|Mein|Ein] {noun} [von|für|mit] {n1} [ist|war] [neu|kaputt|da|weg].
{n1} [und|oder|gegen] {n2}: {noun} [statt|und] {noun}
{t1} {verb} [das|unser] {noun} [in {city}|bei {org}|].
[bei|mit|von|für|ohne] {n1}
{f1}, [mein|der|das] {noun} [ist|war] [da|weg|teuer]!
{t1} {verb} [heute|] [das|die] {noun}.
{org} {verb} [das|den] {noun} [in {city}|].
"""
BLOCKS = [("de", WITH, False), ("de", WITHOUT, False), ("de", FREE, False)]
