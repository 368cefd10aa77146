"""French texts, with and without people. The notation is described in generate_grammar.py."""

WITH = """
## chat 6
[Salut|Coucou|Bonjour|Hello] {f1}, [ça va|tu es où|tu viens ce soir|tu as deux minutes]?
{f1} a dit [qu'il arrive plus tard|que la réunion est annulée|de commencer sans lui].
Tu peux [demander à|appeler|prévenir] {f1} [pour demain|ce soir|avant {time}]?
[Je m'appelle|Je suis|Mon nom est|Moi c'est] {p1}[.| et j'habite à {city}.| et je travaille chez {org}.|, j'ai {age} ans.]
Bonjour, [ici|je suis|c'est] {p1}, [je vous appelle au sujet de la facture|je voudrais un rendez-vous|client numéro {id}].
[C'est qui|Tu connais|Où est] {n1} ?
{f1} et {f2} [se marient en {month}|sont en retard|viennent aussi|sont à {city}]
[Merci|Bon anniversaire|Félicitations|Bravo|Bon courage] {f1} [!|.|et à bientôt]
[Bises|Bisous|À plus|Amicalement|Biz], {f1}
[Demandez à|Rappelez] {t1} [si le rendez-vous tient|au {phone}|pour le loyer].
le [chien|téléphone|frère|vélo] de {f1} [est perdu|est en panne|habite à {city}]
[Ma|Notre] [sœur|tante|voisine|cheffe|collègue] {f1} [vit à {city}|a {age} ans|travaille chez {org}|ne répond jamais].
[Mon|Notre] [frère|oncle|voisin|patron|collègue] {n1} [vient de {city}|a démissionné|est malade].
{f1} : [t'es où|tu viens] ? ¶{f2} : [j'arrive|dans 5 min|non, pas envie]
tu as entendu que {n1} [quitte {org}|déménage à {city}|attend un bébé] ?
{plist} [sont inscrits|ne viennent pas|arrivent plus tard].
[Nom et prénom|Votre nom] ? [{p1}|{l1}, {f1}]
[Table|Réservation] au nom de {l1}, {time}
je dois {money} à {f1}
on va chez {f1} [ce soir|{wd}|après le match]

## mail 4
[Bonjour|Cher|Chère|Salut] {f1},¶¶{@phrase/1-3}¶¶[Cordialement|Bien à toi|À bientôt|Amitiés],¶{f2}
[Bonjour|Cher|Chère] {t1},¶¶{@phrase/1-3}¶¶[Cordialement|Bien cordialement|Sincères salutations],¶{p2}¶{Job}¶{org}
Madame, Monsieur,¶¶{@phrase/1-3}¶¶Veuillez agréer mes salutations distinguées.¶{p1}¶{addrml}
De : {p1} <{email1}>¶À : {p2}¶Objet : [facture {id}|rendez-vous du {date}|candidature au poste de {job}]¶¶{@phrase/1-2}
{p1}¶{Job}¶{org}¶{addrml}¶Tél. {phone}¶{email1}
Le {date}, {p1} a écrit :¶> {@phrase}¶¶{@phrase}¶{f2}
== phrase
[Merci|Pourriez-vous] [d'envoyer|envoyer] [le contrat|la facture|le compte rendu] à {n3}.
{n3} m'a demandé de [reporter la réunion|vous transmettre les chiffres].
Comme convenu avec {t3}, [le projet démarre|la livraison aura lieu] le {date}.
Notre collègue {p3} [vous contactera|passera {wd} à {time}].
Je suis en congé jusqu'au {date} ; en cas d'urgence, contactez {p3}.
[La nouvelle adresse|L'adresse de livraison] est : {addr}.
Nous avons recruté {p3}, {age} ans, au poste de {job}.
Merci pour [votre message|votre patience|cet échange].
Vous trouverez ci-joint [le devis|l'attestation|le projet] du {date}.
{f3} et {f4} [vérifient|s'en occupent] avant {wd}.
Nous n'avons pas encore reçu [le paiement|la signature de {t4}].
La réunion aura lieu le {date} à {time} à {city}.
{t3}, de chez {org}, [est ravi|a annulé|demande un délai].

## actu 4
{@titre}
{@chapeau} {@suite/1-2}
{city} — {@chapeau} {@suite/0-2}
{@titre}¶{@chapeau}
== titre
{p1} [quitte|rejoint|attaque] {org}
{org} [supprime des postes|ouvre un site à {city}|change de patron]
{city} : [un homme|une femme] de {age} ans [secouru|interpellé|porté disparu]
{l1} [offre la victoire à|rejoint|sauve] {team}
{l1} face à {l2} : [le débat|ce qu'il faut retenir]
Mort de {p1}, [figure|voix|père] [du cinéma|de la chanson|de la recette]
== chapeau
{p1} a [annoncé|déclaré|confirmé] {wd} [qu'{il1} ne serait pas candidat|que les impôts baisseraient|l'échec des discussions].
L'[écrivain|acteur|athlète] {nat} {p1} est [mort|décédé] [le {date}|à l'âge de {age} ans].
Un homme de {age} ans a été [interpellé|blessé|retrouvé] {wd} à {city}.
{org} a [nommé {p1} à sa tête|relevé ses prévisions|été condamné en appel].
Des [milliers de personnes|{nats}] ont [manifesté|défilé] à {city} {wd}.
Le tribunal de {city} a [condamné|relaxé] {p1}.
== suite
« [C'est une erreur|Nous sommes fiers|Il faut agir] », a [déclaré|ajouté|expliqué] {p1}, porte-parole de {org}.
{l1} [n'a pas souhaité répondre|était injoignable].
Selon {p1}, [les dégâts atteignent {money}|personne n'a été blessé].
Né en {year} à {city}, {p1} a [étudié|enseigné] à {uni}.
Le procès s'ouvrira le {date}.
[L'entraîneur|Le capitaine|L'attaquant] {p1} [est blessé|a marqué deux fois|salue son équipe].

## vie 3
{p1}, né le {date} à {city}, est {ajob} {nat}.
{p1} a [grandi|vécu|travaillé] à {city} [avec {p2}|avant de rejoindre {org}|].
{f3}, {f4} et toute la famille ont la douleur de vous faire part du décès de {p1}, survenu le {date} à {city}, à l'âge de {age} ans.
{f1} et {f2} [se disent oui|se marient] ! Le {date} à {time}, mairie de {city}.
{p1}¶{addrml}¶Né(e) le {dob}¶{Job}¶Depuis {year} : {org}
{l1}, {f1} ({year}). [Les oiseaux de la ville|Une brève histoire du sel]. {city} : [Éditions du Port|{org}].
— [Entre|Va-t'en|Où étais-tu], [dit|murmura|cria] {f1}. {f2} [ne répondit pas|éclata de rire|regarda la mer].
{f1} [ouvrit|ferma] la porte. [Il pleuvait.|{f2} était déjà partie.|Ça sentait le café.]

## reseaux 4
[j'adore|je déteste|trop fan de] {star1} [❤️|!!!|mdr|]
{star1} [est le meilleur|abuse|était à {city} hier|dans {media}]
[qui écoute|qui regarde] encore {star1} en {year} ?
{starn1} ou {starn2} ?
{f1} [tu es géniale|continue comme ça|trop drôle] [😂|👏|]
[Bonjour|Coucou] de {city} [à {f1}|]
RT {handle}: {starn1} [répond à {starn2}|en visite à {city}]
[Quel|Superbe] [match|concert|livre] de {star1} [hier soir|!|]
{handle} [c'était {f1}|demande à {f1}|]
bonne nuit {f1} [😘|]
{p1} [a été très professionnel|nous a bien conseillés], je recommande !
Chambre propre, mais {t1} à l'accueil [était désagréable|nous a beaucoup aidés].

## admin 6
{L1} c/ {L2}, RG {case}
{@droit/1-3}
{@droit}
Contrat de bail entre {p1}, demeurant {addr}, et {p2}, né le {dob}.
Je soussigné {p1}, demeurant {addr}, [résilie mon contrat n° {id}|donne procuration à {p2}|certifie l'exactitude de ces informations].
Fait à {city}, le {date}. Signature : {p1}
Patient : {lf1}, né le {dob}. {cond}. [Traitement : {cond}.|Contrôle dans deux semaines.]
Cher confrère, je vous adresse {t1}, {age} ans, pour {cond}. [Merci de votre avis.|Antécédents : {cond}.]
{t1} ({age} ans) [souffre de {cond}|se plaint de douleurs|prend {cond}]. [Son épouse|Sa fille|Sa mère] {f2} est prévenue.
[J'ai|Ma mère a|{f1} a] {cond} depuis {year}.
Facture {id}¶À l'attention de {p1}¶{addrml}¶Montant : {money}
[Livraison|Expédition] : {p1}, {addr}
[J'habite|Nous habitons|Il habite] au {addr1}, à {city}.
Ma nouvelle adresse : {addr}
Titulaire : {p1}, IBAN {iban}, {bank}
Ticket {id} : {p1} signale que [l'imprimante ne marche pas|le colis manque|l'application plante]. Suivi par {n2}.
Le client {p1} ({email1}) souhaite [changer son mot de passe|résilier|être rappelé au {phone}].
Compte rendu du {date}¶Présents : {plist}¶{f1} fait le point sur [le budget|le chantier de {city}].
{*2-5}{lf1}, {city}{/*}
{*2-4}{p1} - {Job} - {phone}{/*}
Fiche salarié : {lf1}, {Job}, entrée le {date}, salaire {salary}
Classe de CM2 : {fl1} est [absent|excusé] {wd}, {f2} a oublié son cahier.
== droit
Le demandeur, {p1}, [réclame des dommages et intérêts|a interjeté appel].
La défenderesse, {p2}, est condamnée à verser {money}.
{tp3}, avocat au barreau de {city}, [plaide la relaxe|représente {org}].
Le témoin {p4} [a été entendu le {date}|demeure {addr}].
"""

WITHOUT = """
## sans 13
{@s}
{@s/1-3}
{@s} {@s}
{@question}
{@question}
{@ordre}
== s
[Le temps|Le café|La soupe|Le film] [est|était] [bon|froid|trop long|comme d'habitude].
[Aujourd'hui|Demain|{wd}], [il pleut|je ne travaille pas|le magasin est fermé].
La [bibliothèque|pharmacie|poste] [est fermée|ouvre à {time}|se trouve place du marché].
Le [train|bus|métro] [est en retard|ne passe plus|est bondé].
[Je cherche|Nous cherchons] [un appartement à {city}|une imprimante|du pain].
[Mélangez|Ajoutez] [la farine|le sucre|le beurre] et [les œufs|le sel].
[Mon|Ce] [téléphone|compte|colis] [est bloqué|ne marche plus|n'est pas arrivé].
[Le médecin|La maîtresse|Mon patron|Ma femme|Mon mari] [a appelé|est malade|arrive].
[Grand|Petit|Vieux|Blanc|Noir] et [beau|cher|léger].
[Le mouton|Le berger|La rose|Le chevalier|Le boulanger] [dort|attend|est parti].
Un [petit|grand] [pas|verre|bonnet] [blanc|rouge|noir].
En [été|hiver|automne], [tout ferme|on skie|c'est calme].
À demain, [bonne soirée|bisous|merci].
{product} [est lent|ne démarre pas|a une mise à jour].
[La série|Le livre|Le match] [était super|est fini|vaut le coup].
[Les roses|Les olives|Les prunes] [sont mûres|coûtent cher] [cette année|au marché].
Fin {month}, [il fait chaud|c'est la rentrée].
[Promo|Soldes] : {num} % sur [les chaussures|les meubles].
Le [loyer|prix|taux] [monte|baisse] de {small} %.
Erreur {num} : [fichier introuvable|accès refusé|délai dépassé].
-- question
[Quel temps fait-il|Quelle heure est-il|Comment aller à la gare] ?
Où [est la pharmacie la plus proche|puis-je me garer|en est ma commande] ?
Puis-je [payer par carte|changer mon mot de passe|virer de l'argent à l'étranger] ?
Pourquoi [ma carte a été refusée|le virement n'est pas passé|le colis est revenu] ?
Comment dit-on [merci|bonjour|l'addition] en [anglais|espagnol|italien|chinois] ?
Y a-t-il [un bon restaurant italien|de la cuisine chinoise|du vin espagnol] par ici ?
Combien de temps [dure la livraison|faut-il cuire le gâteau] ?
Combien coûte [un vol pour {city}|le timbre|le billet pour {city}] ?
-- ordre
Mets [le réveil à {time}|de la musique|le chauffage plus fort].
Rappelle-moi [demain|{wd}] de [sortir les poubelles|payer le loyer|prendre rendez-vous].
[Éteins|Allume] la lumière [du salon|].
Ajoute [du lait|du pain|du fromage] à la liste de courses.
Traduis « [bonne nuit|où est l'hôtel] » en [anglais|arabe|allemand].
Appelle [ma mère|le médecin|la banque].
Commande [une pizza|un taxi].
"""
FREE = """

## sans_libre 7
{@w/1-3}
{@w} {@w}
{@w}
{Noun}, {noun}, {noun}
{*3-5}- {Noun}{/*}
== w
[Le voisin|La société|Notre chef|Ma tante|L'enfant] {verb} [le|la|un|une|notre] {noun}.
[Il|Elle|On] {verb} [hier|souvent|encore] [mon|un|le] {noun} [et|ou] [une|la] {noun}.
[Pourquoi|Quand|Où] [est le|est la|sont les] {noun} ?
[Sans|Plus de|Moins de] {noun}, [pas de|plus de] {noun}.
[Nouveau|Important|Info] : {noun} [et|sans|pour] {noun}
[Avec|Sans|Avant] [le|la|un] {noun}, [personne ne|on] {verb} [la|le] {noun}.

## libre 5
{@w} {@v}
{@v}
{@v} {@w}
{@v} {@v}
{Noun} : {@v}
== v
{n1} {verb} [le|la|un|une|mon] {noun} [hier|encore|hélas|].
[Pourquoi|Quand|Où] {n1} {verb} [le|la|un] {noun} ?
[Je|On|Il|Elle] {verb} {n1} [et {n2}|hier|] [avec|sans|pour] [le|la] {noun}.
[Le|La|Mon|Un] {noun} [de|pour|avec] {n1} [est|était] [là|en panne|génial].
{n1} [et|ou|contre] {n2} : {noun} [et|sans] {noun}
{t1} {verb} [le|notre] {noun} [à {city}|chez {org}|].
[chez|avec|pour|sans|selon] {n1}
{f1}, [mon|le|la] {noun} [est|était] [ici|cher|drôle] !
{t1} {verb} [le|la] {noun}.
{org} {verb} [le|la] {noun} [à {city}|].
"""
BLOCKS = [("fr", WITH, False), ("fr", WITHOUT, False), ("fr", FREE, False)]
