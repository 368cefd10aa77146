"""Spanish texts, with and without people. The notation is described in generate_grammar.py."""

WITH = """
## chat 6
[Hola|Buenas|Oye|Ey] {f1}, [qué tal|dónde estás|vienes esta noche|tienes un minuto]?
{f1} dijo que [llegaba tarde|se cancela la reunión|empecemos sin él].
¿Puedes [preguntar a|llamar a|avisar a] {f1} [por lo de mañana|esta tarde|antes de las {time}]?
[Me llamo|Soy|Mi nombre es] {p1}[.| y vivo en {city}.| y trabajo en {org}.| y tengo {age} años.]
Buenos días, [soy|le habla] {p1}, [llamo por la factura|quería pedir cita|cliente número {id}].
¿[Quién es|Conoces a|Dónde está] {n1}?
{f1} y {f2} [se casan en {month}|llegan tarde|también vienen|están en {city}]
[Gracias|Feliz cumpleaños|Enhorabuena|Felicidades|Ánimo] {f1}[!|.|, nos vemos]
[Un beso|Besos|Un abrazo|Saludos], {f1}
[Pregunta|Dile] a {t1} [si sigue en pie la cita|que llame al {phone}|lo del alquiler].
el [perro|móvil|hermano|coche] de {f1} [se ha perdido|no funciona|vive en {city}]
[Mi|Nuestra] [hermana|tía|vecina|jefa|profesora] {f1} [vive en {city}|cumple {age}|trabaja en {org}|nunca contesta].
[Mi|Nuestro] [hermano|tío|vecino|jefe|compañero] {n1} [es de {city}|ha dimitido|está enfermo].
{f1}: [dónde andas|vienes]? ¶{f2}: [ya llego|en 5 min|no puedo]
¿te has enterado de que {n1} [se va de {org}|se muda a {city}|está embarazada]?
{plist} [están apuntados|no vienen|llegan luego].
¿[Nombre y apellidos|Su nombre]? [{p1}|{l1}, {f1}]
[Mesa|Reserva] a nombre de {l1}, {time}
le debo {money} a {f1}
vamos a casa de {f1} [esta noche|el {wd}|después del partido]

## mail 4
[Hola|Querido|Querida|Estimada] {f1}:¶¶{@frase/1-3}¶¶[Un saludo|Saludos|Un abrazo|Atentamente],¶{f2}
[Estimado|Estimada] {t1}:¶¶{@frase/1-3}¶¶[Atentamente|Un cordial saludo],¶{p2}¶{Job}¶{org}
A quien corresponda:¶¶{@frase/1-3}¶¶Atentamente,¶{p1}¶{addrml}
De: {p1} <{email1}>¶Para: {p2}¶Asunto: [factura {id}|reunión del {date}|candidatura de {job}]¶¶{@frase/1-2}
{p1}¶{Job}¶{org}¶{addrml}¶Tel. {phone}¶{email1}
El {date}, {p1} escribió:¶> {@frase}¶¶{@frase}¶{f2}
== frase
[Por favor, envíe|¿Podría enviar] [el contrato|la factura|el acta] a {n3}.
{n3} me ha pedido que [aplace la reunión|le pase los datos].
Según lo acordado con {t3}, [el proyecto empieza|la entrega será] el {date}.
Nuestro compañero {p3} [le llamará|pasará el {wd} a las {time}].
Estoy de vacaciones hasta el {date}; si es urgente, contacte con {p3}.
[La nueva dirección|La dirección de entrega] es {addr}.
Hemos contratado a {p3}, de {age} años, como {job}.
Gracias por [su mensaje|su paciencia|todo].
Adjunto [el presupuesto|la documentación|el borrador] del {date}.
{f3} y {f4} lo [revisan|entregan] antes del {wd}.
Todavía no hemos recibido [el pago|la firma de {t4}].
La reunión será el {date} a las {time} en {city}.
{t3}, de {org}, [está encantado|ha cancelado|pide más tiempo].

## prensa 4
{@titular}
{@entrada} {@sigue/1-2}
{city}. {@entrada} {@sigue/0-2}
{@titular}¶{@entrada}
== titular
{p1} [deja|ficha por|critica a] {org}
{org} [recorta plantilla|abre sede en {city}|cambia de presidente]
{city}: [rescatado|detenido|desaparecido] un hombre de {age} años
{l1} [da la victoria a|salva a|abandona] {team}
{l1} y {l2} [se ven las caras|firman la paz|, a debate]
Muere {p1}, [maestro|voz|leyenda] [del cine|del flamenco|de la cocina]
== entrada
{p1} [anunció|aseguró|negó] el {wd} [que dejará el cargo|la subida de impuestos|el acuerdo].
El [escritor|actor|ciclista] {nat} {p1} [murió|falleció] [el {date}|a los {age} años].
Un hombre de {age} años fue [detenido|rescatado|herido] el {wd} en {city}.
{org} ha [nombrado presidente a {p1}|elevado sus previsiones|sido condenada].
Miles de [personas|{nats}] [se manifestaron|marcharon] el {wd} en {city}.
La Audiencia ha [condenado|absuelto] a {p1}.
== sigue
«[Ha sido un error|Estamos orgullosos|Hay que actuar]», [dijo|añadió|explicó] {p1}, portavoz de {org}.
{l1} [no quiso hacer declaraciones|no respondió a las llamadas].
Según {p1}, [los daños ascienden a {money}|no hubo heridos].
Nacido en {city} en {year}, {p1} [estudió|enseñó] en la {uni}.
El juicio empieza el {date}.
[El entrenador|El capitán|El delantero] {p1} [es baja|marcó dos goles|felicitó al equipo].

## vida 3
{p1} ([{city}|nacido en {city}], {date}) es {ajob} {nat}.
{p1} [creció|vivió|trabajó] en {city} [con {p2}|antes de entrar en {org}|].
{f3}, {f4} y toda la familia comunican el fallecimiento de {p1}, el {date} en {city}, a los {age} años.
¡{f1} y {f2} se casan! {date}, {time}, en {city}.
{p1}¶{addrml}¶Nacido el {dob}¶{Job}¶Desde {year}: {org}
{l1}, {f1} ({year}). [Los pájaros de la ciudad|Breve historia de la sal]. {city}: [Editorial Norte|{org}].
—[Pasa|Vete|Dónde estabas] —[dijo|susurró|gritó] {f1}. {f2} [no contestó|se echó a reír|miró el mar].
{f1} [abrió|cerró] la puerta. [Llovía.|{f2} ya se había ido.|Olía a café.]

## redes 4
[amo|odio|me encanta] {star1} [❤️|!!!|jaja|]
{star1} [es el mejor|se pasa|estuvo ayer en {city}|en {media}]
[quién escucha|quién ve] a {star1} en {year}?
{starn1} o {starn2}?
{f1} [eres la mejor|sigue así|qué risa] [😂|👏|]
[Saludos|Un saludo] desde {city} [a {f1}|]
RT {handle}: {starn1} [responde a {starn2}|de visita en {city}]
[Qué|Menudo] [partido|concierto|libro] de {star1} [ayer|!|]
{handle} [era {f1}|pregunta a {f1}|]
buenas noches {f1} [😘|]
{p1} [fue muy profesional|nos atendió genial], lo recomiendo.
Habitación limpia, pero {t1} de recepción [fue antipático|nos ayudó mucho].

## tramite 6
{L1} contra {L2}, autos {case}
{@ley/1-3}
{@ley}
Contrato de arrendamiento entre {p1}, con domicilio en {addr}, y {p2}, nacido el {dob}.
Yo, {p1}, con domicilio en {addr}, [solicito la baja del contrato {id}|autorizo a {p2}|declaro que los datos son ciertos].
En {city}, a {date}. Firmado: {p1}
Paciente: {lf1}, nacido el {dob}. {cond}. [Tratamiento: {cond}.|Revisión en dos semanas.]
Estimado colega: le remito a {t1}, de {age} años, por {cond}. [Gracias por su valoración.|Antecedentes: {cond}.]
{t1} ({age} años) [padece {cond}|refiere dolor|toma {cond}]. [Su esposa|Su hija|Su madre] {f2} está avisada.
[Tengo|Mi madre tiene|A {f1} le diagnosticaron] {cond} [desde|en] {year}.
Factura {id}¶A: {p1}¶{addrml}¶Importe: {money}
[Entrega|Envío] a: {p1}, {addr}
[Vivo|Vivimos|Vive] en {addr1}, {city}.
Mi nueva dirección es {addr}
Titular: {p1}, IBAN {iban}, {bank}
Incidencia {id}: {p1} indica que [la impresora no va|falta el paquete|la app se cierra]. Atiende {n2}.
El cliente {p1} ({email1}) quiere [cambiar la contraseña|darse de baja|que le llamen al {phone}].
Acta del {date}¶Asistentes: {plist}¶{f1} informa sobre [las cuentas|la obra de {city}].
{*2-5}{lf1}, {city}{/*}
{*2-4}{p1} - {Job} - {phone}{/*}
Ficha: {lf1}, {Job}, alta {date}, salario {salary}
Clase de 4º: {fl1} [falta|está excusado] el {wd}, {f2} olvidó el cuaderno.
== ley
El demandante, {p1}, [reclama daños y perjuicios|interpuso recurso].
Se condena a {p2} a pagar {money}.
El letrado {p3}, colegiado en {city}, [pide la absolución|representa a {org}].
El testigo {p4} [declaró el {date}|vive en {addr}].
"""

WITHOUT = """
## sin 13
{@s}
{@s/1-3}
{@s} {@s}
{@pregunta}
{@pregunta}
{@orden}
== s
[El tiempo|El café|La sopa|La película] [es|era|estaba] [bueno|fría|muy larga|como siempre].
[Hoy|Mañana|El {wd}] [llueve|no trabajo|la tienda cierra].
La [biblioteca|farmacia|oficina] [está cerrada|abre a las {time}|está en la plaza].
El [tren|autobús|metro] [llega tarde|no pasa|va lleno].
[Busco|Necesitamos] [piso en {city}|una impresora|pan y leche].
[Mezcla|Añade] [la harina|el azúcar|la mantequilla] y [los huevos|la sal].
[Mi|Este] [móvil|paquete|ordenador] [está bloqueado|no funciona|no ha llegado].
[El médico|La maestra|Mi jefe|Mi mujer|Mi marido] [ha llamado|está enfermo|llega ahora].
[Blanco|Rojo|Moreno|Rubio|Grande] y [bonito|caro|barato].
[La luz|La paz|El mar|La esperanza|El cordero] [se acaba|no llega|está en calma].
En [verano|invierno|otoño] [hay calma|todo cierra].
Hasta mañana, [buenas noches|un beso|gracias].
{product} [va lento|no arranca|tiene una actualización].
[La serie|El libro|El partido] [estuvo genial|se acabó|vale la pena].
[Las rosas|Los olivos|Las flores] [están preciosas|cuestan poco] [este año|].
A finales de {month} [hace calor|empieza el curso].
[Oferta|Rebajas]: {num} % en [zapatos|muebles].
El [alquiler|precio|paro] [sube|baja] un {small} %.
Error {num}: [archivo no encontrado|acceso denegado|tiempo agotado].
[Las torres|Los campos|Las iglesias|Los reyes|La cruz] [del pueblo|de la sierra] [son antiguos|están lejos].
-- pregunta
¿[Qué tiempo hace|Qué hora es|Cómo llego a la estación]?
¿Dónde [está la farmacia|puedo aparcar|está mi pedido]?
¿Puedo [pagar con tarjeta|cambiar la contraseña|enviar dinero al extranjero]?
¿Por qué [rechazaron mi tarjeta|no llegó la transferencia|devolvieron el paquete]?
¿Cómo se dice [gracias|buenos días|la cuenta] en [inglés|francés|italiano|chino]?
¿Hay [un buen restaurante italiano|comida china|vino francés] por aquí?
¿Cuánto [tarda el envío|hay que hornear el bizcocho]?
¿Cuánto cuesta [un vuelo a {city}|el sello|el billete a {city}]?
-- orden
Pon [la alarma a las {time}|música|la calefacción].
Recuérdame [mañana|el {wd}] [sacar la basura|pagar el alquiler|pedir cita].
[Apaga|Enciende] la luz [del salón|].
Añade [leche|pan|queso] a la lista de la compra.
Traduce «[buenas noches|dónde está el hotel]» al [inglés|alemán|árabe].
Llama a [mi madre|la consulta|mi banco].
Pide [una pizza|un taxi].
"""
FREE = """

## sin_libre 7
{@w/1-3}
{@w} {@w}
{@w}
{Noun}, {noun}, {noun}
{*3-5}- {Noun}{/*}
== w
[El vecino|La empresa|Nuestro jefe|Mi tía|El niño] {verb} [el|la|un|una|nuestro] {noun}.
[Él|Ella|Nadie] {verb} [ayer|nunca|otra vez] [mi|un|el] {noun} [y|o] [una|la] {noun}.
¿[Por qué|Cuándo|Dónde] [está el|está la|hay] {noun}?
[Sin|Más|Menos] {noun}, [no hay|más] {noun}.
[Nuevo|Importante|Aviso]: {noun} [y|sin|para] {noun}
[Con|Sin|Ante] [el|la|un] {noun}, [nadie|alguien] {verb} [la|el] {noun}.

## libre 5
{@w} {@v}
{@v}
{@v} {@w}
{@v} {@v}
{Noun}: {@v}
== v
{n1} {verb} [el|la|un|una|mi] {noun} [ayer|otra vez|].
¿[Por qué|Cuándo|Dónde] {verb} {n1} [el|la|un] {noun}?
[Ella|Él|Nadie|Usted] {verb} a {n1} [y a {n2}|ayer|] [con|sin|por] [el|la] {noun}.
[El|La|Mi|Un] {noun} [de|para|con] {n1} [es|estaba] [aquí|genial|roto].
{n1} [y|o|contra] {n2}: {noun} [y|sin] {noun}
{t1} {verb} [el|nuestro] {noun} [en {city}|en {org}|].
[con|para|sin|según|de] {n1}
{f1}, [mi|el|la] {noun} [es|estaba] [aquí|caro|lejos]!
{t1} {verb} [el|la] {noun}.
{org} {verb} [el|la] {noun} [en {city}|].
"""
BLOCKS = [("es", WITH, False), ("es", WITHOUT, False), ("es", FREE, False)]
