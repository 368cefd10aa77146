"""A little Italian, Dutch and Portuguese."""

ITALIAN = """
## misto 1
[Ciao|Salve|Ehi] {f1}, [come stai|dove sei|vieni stasera]?
[Mi chiamo|Sono|Il mio nome è] {p1}[ e vivo a {city}| e lavoro per {org}|, ho {age} anni].
{f1} e {f2} [si sposano a {month}|sono in ritardo|vengono anche loro].
[Grazie|Auguri|Complimenti] {f1}!
Gentile {t1},¶[in allegato la fattura|la ringrazio per la risposta|la riunione è il {date} alle {time}].¶Cordiali saluti,¶{p2}
{p1}, nato a {city} il {date}, è [medico|pittore|cantante].
{star1} [è il migliore|mi fa ridere|ieri a {city}].
Il [ministro|sindaco|portavoce] {p1} ha [detto|annunciato] {wd} che [non si candiderà|le tasse saliranno].
Paziente: {lf1}, nato il {dob}. [Visita di controllo.|Ricoverato il {date}.]
Spedire a: {p1}, {addr}
[Mia sorella|Mio zio|Il mio capo] {f1} [abita a {city}|non risponde].
«[Vieni|Aspetta]», disse {f1} a {f2}.
{*2-4}{lf1}, {city}{/*}
[Il treno è in ritardo|Il caffè è freddo|Oggi piove|Il negozio è chiuso].
[Che ore sono|Dove posso parcheggiare|Quanto costa il biglietto per {city}|Come si dice grazie in inglese]?
[Metti la sveglia|Accendi la luce|Aggiungi il latte alla lista].
La carta [è stata rifiutata|non funziona] [da ieri|].
[La rosa|Il grano|La luna|La neve] [è bianca|cresce piano].
"""
DUTCH = """
## gemengd 1
[Hoi|Hallo|Hé] {f1}, [hoe gaat het|waar ben je|kom je vanavond]?
[Mijn naam is|Ik ben|Ik heet] {p1}[ en ik woon in {city}| en ik werk bij {org}|, {age} jaar].
{f1} en {f2} [trouwen in {month}|zijn te laat|komen ook].
[Bedankt|Gefeliciteerd|Beterschap] {f1}!
Beste {t1},¶[bijgaand de factuur|dank voor uw bericht|de vergadering is op {date} om {time}].¶Met vriendelijke groet,¶{p2}
{p1}, geboren op {date} in {city}, is [arts|schilder|zanger].
{star1} [is de beste|was gisteren in {city}].
[Minister|Burgemeester|Woordvoerder] {p1} [zei|meldde] {wd} dat [hij stopt|de belasting stijgt].
Patiënt: {lf1}, geb. {dob}. [Controle over twee weken.|Opgenomen op {date}.]
Verzenden naar: {p1}, {addr}
[Mijn zus|Mijn oom|Onze baas] {f1} [woont in {city}|belt nooit terug].
"[Kom|Wacht]," zei {f1} tegen {f2}.
{*2-4}{lf1}, {city}{/*}
[De trein is te laat|De koffie is koud|Het regent vandaag|De winkel is dicht].
[Hoe laat is het|Waar kan ik parkeren|Wat kost een kaartje naar {city}|Hoe zeg je bedankt in het Engels]?
[Zet de wekker|Doe het licht uit|Zet melk op de lijst].
Mijn kaart [is geweigerd|werkt niet] [sinds gisteren|].
[De bakker|De koning|De visser] [slaapt|is dicht].
"""
PORTUGUESE = """
## misto 1
[Oi|Olá|Bom dia] {f1}, [tudo bem|onde você está|vem hoje à noite]?
[Meu nome é|Sou o|Chamo-me] {p1}[ e moro em {city}| e trabalho na {org}|, tenho {age} anos].
{f1} e {f2} [casam em {month}|estão atrasados|também vêm].
[Obrigado|Parabéns|Melhoras] {f1}!
Prezado {t1},¶[segue a fatura|agradeço a resposta|a reunião é em {date} às {time}].¶Atenciosamente,¶{p2}
{p1}, nascido em {date} em {city}, é [médico|pintor|cantor].
{star1} [é o melhor|esteve ontem em {city}].
O [ministro|prefeito|porta-voz] {p1} [disse|anunciou] que [não será candidato|os impostos vão subir].
Paciente: {lf1}, nascido em {dob}. [Retorno em duas semanas.|Internado em {date}.]
Enviar para: {p1}, {addr}
[Minha irmã|Meu tio|Nosso chefe] {f1} [mora em {city}|não atende].
"[Vem|Espera]", disse {f1} a {f2}.
{*2-4}{lf1}, {city}{/*}
[O trem está atrasado|O café está frio|Hoje chove|A loja fechou].
[Que horas são|Onde posso estacionar|Quanto custa o bilhete para {city}|Como se diz obrigado em inglês]?
[Põe o alarme|Apaga a luz|Acrescenta leite à lista].
O cartão [foi recusado|não funciona] [desde ontem|].
[A rosa|A lua|O carneiro] [dorme|é branca].
"""
BLOCKS = [("it", ITALIAN, False), ("nl", DUTCH, False), ("pt", PORTUGUESE, False)]
