"""Jobs, medicine, groups of people, and capitalised things that are nobody's name."""
import importlib
import re

from words_places import split

JOBS = split("""
accountant|actuary|administrative assistant|architect|art director|bank teller|barista|biologist|bookkeeper|bricklayer|business analyst
bus driver|carpenter|cashier|chef|chemist|civil engineer
claims adjuster|cleaner|compliance officer|construction worker|copywriter|customer service representative|data analyst|data scientist
database administrator|dental hygienist|dentist
dermatologist|developer|DevOps engineer|dietitian|director of operations|economist|editor|electrician|engineer|event planner
executive assistant|financial advisor|firefighter|flight attendant
forklift operator|freelance writer|graphic designer|hairdresser|head of marketing|head of sales|HR manager|HR business partner
interior designer|interpreter|investment banker|IT manager
IT support specialist|janitor|journalist|judge|kindergarten teacher|lab technician|lawyer|legal secretary|librarian|lifeguard|locksmith
logistics coordinator|machine operator|marketing manager
mechanic|mechanical engineer|midwife|music teacher|network administrator|nurse|nurse practitioner|occupational therapist|office manager
operations manager|optician|paralegal|paramedic
pharmacist|photographer|physical therapist|physician assistant|pilot|plumber|police officer|principal|product manager|product owner
professor|project manager|psychologist|purchasing manager
QA engineer|quality inspector|radiologist|real estate agent|receptionist|recruiter|regional manager|registered nurse|research assistant
research scientist|retail assistant|roofer|sales associate
sales manager|sales representative|school counselor|scrum master|security guard|senior developer|senior consultant|site manager
site reliability engineer|social worker|software architect
software engineer|solicitor|sous chef|special education teacher|staff accountant|statistician|store manager|supply chain manager|surgeon
surveyor|systems analyst|tax consultant|taxi driver
teacher|team lead|technical writer|therapist|tour guide|translator|truck driver|tutor|UX designer|veterinarian
vice president of engineering|VP of Sales|waiter|waitress|warehouse manager
web developer|welder|zookeeper|CEO|CFO|CTO|COO|chief executive|chief financial officer|chief of staff|managing director|general counsel
deputy director|senior vice president|board member
junior associate|partner|treasurer|city planner|public defender|district attorney|bailiff|court reporter|dispatcher|fundraiser
film director|screenwriter|songwriter|drummer|goalkeeper
""")
JOBS_DE = split("""
Lehrer|Lehrerin|Ingenieur|Ingenieurin|Krankenschwester|Krankenpfleger|Arzt|Ärztin|Zahnärztin|Bäcker|Tischler|Elektriker|Klempner
Mechatroniker|Koch|Köchin|Kellner|Kellnerin|Friseurin|Verkäuferin
Verkäufer|Buchhalter|Buchhalterin|Steuerberater|Steuerberaterin|Rechtsanwalt|Rechtsanwältin|Notar|Architekt|Architektin|Informatiker
Softwareentwicklerin|Projektleiter|Projektleiterin
Abteilungsleiter|Geschäftsführer|Geschäftsführerin|Sachbearbeiter|Sachbearbeiterin|Assistentin der Geschäftsleitung|Erzieherin
Sozialarbeiter|Polizist|Polizistin|Feuerwehrmann|Busfahrer
Lkw-Fahrer|Lagerist|Gärtner|Landwirt|Journalistin|Redakteur|Dolmetscherin|Physiotherapeutin|Apotheker|Hebamme|Professor
wissenschaftliche Mitarbeiterin|Hausmeister|Personalleiterin|Vertriebsleiter
""")
JOBS_FR = split("""
professeur|professeure|ingénieur|ingénieure|infirmier|infirmière|médecin|dentiste|boulanger|menuisier|électricien|plombier|mécanicien
cuisinier|cuisinière|serveur|serveuse|coiffeuse|vendeur
vendeuse|comptable|avocat|avocate|notaire|architecte|informaticien|développeuse|chef de projet|directrice|directeur commercial
directrice des ressources humaines|gérant|secrétaire|assistante de direction
éducatrice|assistante sociale|policier|pompier|chauffeur de bus|chauffeur routier|magasinier|jardinier|agriculteur|journaliste|rédactrice
traductrice|kinésithérapeute|pharmacienne|sage-femme|chercheuse
""")
JOBS_ES = split("""
profesor|profesora|ingeniero|ingeniera|enfermero|enfermera|médico|médica|dentista|panadero|carpintero|electricista|fontanero|mecánico
cocinero|cocinera|camarero|camarera|peluquera|dependienta
contable|abogado|abogada|notario|arquitecta|informático|desarrolladora|jefe de proyecto|directora|director comercial
directora de recursos humanos|gerente|secretaria|administrativo|maestra|trabajadora social
policía|bombero|conductor de autobús|camionero|almacenero|jardinero|agricultor|periodista|redactora|traductor|fisioterapeuta|farmacéutica
matrona|investigador|albañil|taxista
""")


def listed_jobs(locale):
    """Faker's jobs as one says them in a sentence: "Engineer, civil" is a civil engineer. None with both genders or a choice."""
    jobs = set()
    for job in importlib.import_module("faker.providers.job" + locale).Provider.jobs:
        noun, _, kind = job.partition(", ")
        if re.search(r"[/(,&]", noun + kind) or len(job.split()) > 4 or re.search(r"\b(\w{4,})\w* \1", job) or kind.count(" "):
            continue
        if not locale and " " not in f"{kind} {noun}".strip():
            continue  # "Copy", "Make": halves of a choice
        words = f"{kind} {noun}".split()
        jobs.add(" ".join(word if word.isupper() or locale == ".de_DE" else word[:1].lower() + word[1:] for word in words))
    return sorted(jobs)


# Drawn from as often as from the lists above: those are what most people do, these are many.
LISTED_JOBS = {"en": listed_jobs(""), "de": listed_jobs(".de_DE"), "fr": listed_jobs(".fr_FR"), "es": listed_jobs(".es_ES")}
CONDITIONS = split("""
type 2 diabetes|type 1 diabetes|diabetes mellitus|hypertension|high blood pressure|asthma|COPD|pneumonia|bronchitis|acute sinusitis
influenza|COVID-19|tuberculosis|hepatitis B|hepatitis C|HIV
HIV infection|lupus|rheumatoid arthritis|osteoarthritis|osteoporosis|gout|fibromyalgia|chronic fatigue syndrome|multiple sclerosis
Parkinson's disease|Alzheimer's disease|dementia|epilepsy
migraine|chronic migraine|stroke|TIA|atrial fibrillation|congestive heart failure|coronary artery disease|myocardial infarction|angina
hyperlipidemia|deep vein thrombosis|pulmonary embolism|anemia
iron deficiency anemia|sickle cell disease|leukemia|lymphoma|breast cancer|prostate cancer|lung cancer|colon cancer|melanoma
ovarian cancer|hypothyroidism|hyperthyroidism|Hashimoto's thyroiditis
obesity|GERD|gastritis|peptic ulcer disease|irritable bowel syndrome|IBS|Crohn's disease|ulcerative colitis|celiac disease|appendicitis
cholecystitis|gallstones|pancreatitis|cirrhosis
kidney stones|chronic kidney disease|urinary tract infection|UTI|endometriosis|PCOS|preeclampsia|gestational diabetes
major depressive disorder|depression|generalized anxiety disorder|anxiety
bipolar disorder|schizophrenia|PTSD|ADHD|autism spectrum disorder|OCD|anorexia nervosa|insomnia|sleep apnea|alcohol use disorder
opioid dependence|eczema|psoriasis|shingles|cellulitis|Lyme disease
glaucoma|cataracts|macular degeneration|otitis media|tinnitus|vertigo|carpal tunnel syndrome|sciatica|herniated disc|lumbar strain
ankle sprain|hip fracture|concussion|scoliosis|sepsis|malaria
acne|Addison's disease|agoraphobia|alopecia|ALS|amyloidosis|aneurysm|ankylosing spondylitis|aortic stenosis|arrhythmia|Asperger's syndrome
bedwetting|Bell's palsy|bladder cancer|body dysmorphic disorder|borderline personality disorder|brain tumour|brucellosis|bulimia|bunions
cardiomyopathy|cerebral palsy|cervical cancer|chickenpox|chlamydia|cholera|cluster headaches|colour blindness|conjunctivitis
Creutzfeldt-Jakob disease|Cushing's syndrome|cystic fibrosis|cystitis|dengue fever|diphtheria|diverticulitis|Down syndrome|dysentery
dyslexia|dyspraxia|Ehlers-Danlos syndrome|emphysema|encephalitis|erectile dysfunction|essential tremor|fatty liver disease|fibroids
food allergy|gastroenteritis|genital herpes|glandular fever|glioblastoma|gonorrhoea|Graves' disease|Guillain-Barré syndrome|haemophilia
haemorrhoids|hay fever|hearing loss|heart failure|hepatitis A|hernia|Hodgkin lymphoma|Huntington's disease|hydrocephalus|impetigo
infertility|interstitial cystitis|jaundice|keratoconus|kidney failure|lactose intolerance|legionnaires' disease|leprosy|long COVID
lymphoedema|Marfan syndrome|measles|Ménière's disease|meningitis|menopause|miscarriage|mitral valve prolapse|motor neurone disease|mumps
muscular dystrophy|myasthenia gravis|myeloma|narcolepsy|nephritis|neuropathy|neurofibromatosis|oesophageal cancer|pancreatic cancer
panic disorder|paraplegia|pericarditis|peritonitis|plantar fasciitis|pleurisy|postnatal depression|psychosis|Raynaud's|rabies
restless legs syndrome|retinitis pigmentosa|rickets|rosacea|rubella|scabies|scarlet fever|scleroderma|social anxiety|spina bifida|stammer
stomach ulcer|syphilis|tennis elbow|testicular cancer|tetanus|thalassemia|thrombosis|thyroid cancer|tonsillitis|Tourette's syndrome
toxoplasmosis|trigeminal neuralgia|typhoid|varicose veins|vasculitis|vitiligo|whooping cough|Wilson's disease|yellow fever
""")
SYMPTOMS = split("chest pain|shortness of breath|persistent cough|lower back pain|abdominal pain|severe headache|dizziness|nausea and "
                 "vomiting|fever and chills|joint swelling|blurred vision|"
                 "numbness in the left arm|palpitations|fatigue|weight loss|skin rash|sore throat|difficulty swallowing|knee pain|night "
                 "sweats|heartburn|neck stiffness")
DRUGS = split("""
metformin|lisinopril|atorvastatin|simvastatin|rosuvastatin|amlodipine|losartan|metoprolol|carvedilol|hydrochlorothiazide|furosemide
spironolactone|warfarin|apixaban|rivaroxaban|clopidogrel
aspirin|ibuprofen|naproxen|acetaminophen|paracetamol|tramadol|oxycodone|morphine|hydrocodone|gabapentin|pregabalin|sertraline|fluoxetine
escitalopram|citalopram|venlafaxine|duloxetine|bupropion
trazodone|mirtazapine|lithium|quetiapine|olanzapine|risperidone|aripiprazole|lorazepam|diazepam|alprazolam|clonazepam|zolpidem
methylphenidate|amphetamine|levothyroxine|insulin glargine
insulin lispro|semaglutide|empagliflozin|sitagliptin|glipizide|prednisone|methotrexate|hydroxychloroquine|adalimumab|etanercept|albuterol
fluticasone|montelukast|tiotropium|omeprazole|pantoprazole
famotidine|ondansetron|amoxicillin|azithromycin|ciprofloxacin|doxycycline|cephalexin|nitrofurantoin|vancomycin|acyclovir|valacyclovir
fluconazole|sildenafil|finasteride|tamsulosin|sumatriptan
topiramate|levetiracetam|lamotrigine|carbamazepine|donepezil|allopurinol|colchicine|alendronate|tamoxifen|Ozempic|Lipitor|Zoloft|Prozac
Xanax|Adderall|Humira|Eliquis|Xarelto|Ventolin|Synthroid
""")
PROCEDURES = split("""
appendectomy|cholecystectomy|hip replacement|knee replacement|total knee arthroplasty|coronary angioplasty|coronary artery bypass graft
CABG|colonoscopy|endoscopy|gastroscopy|MRI of the lumbar spine
CT scan of the chest|cardiac catheterization|pacemaker implantation|hysterectomy|C-section|cesarean section|mastectomy|lumpectomy|biopsy
skin biopsy|chemotherapy|radiation therapy|dialysis|hemodialysis
kidney transplant|cataract surgery|LASIK|tonsillectomy|hernia repair|laparoscopic surgery|arthroscopy|spinal fusion|root canal
wisdom tooth extraction|vasectomy|gastric bypass|echocardiogram
stress test|EEG|lumbar puncture|blood transfusion|physical therapy|electroconvulsive therapy|in vitro fertilization|IVF
rotator cuff repair|ACL reconstruction|thyroidectomy|skin graft
""")
CONDITIONS_DE = split("""
Diabetes Typ 2|Bluthochdruck|Asthma|Bronchitis|Lungenentzündung|Brustkrebs|Prostatakrebs|Leukämie|Depression|Burn-out|Angststörung
Multiple Sklerose|Epilepsie|Migräne|Parkinson|Demenz|Schlaganfall
Herzinfarkt|Vorhofflimmern|Herzinsuffizienz|Arthrose|rheumatoide Arthritis|Bandscheibenvorfall|Gicht|Schilddrüsenunterfunktion
Morbus Crohn|Colitis ulcerosa|Neurodermitis|Schuppenflechte|Gürtelrose
Ramipril|Metformin|Ibuprofen|Paracetamol|Marcumar|L-Thyroxin|Insulin|Pantoprazol|Bisoprolol|Simvastatin|Knie-TEP|Hüft-OP|Kaiserschnitt
Darmspiegelung|Chemotherapie|Dialyse|Bypass-Operation
Anorexie|Arteriosklerose|Autismus|Bauchspeicheldrüsenkrebs|bipolare Störung|Borreliose|Chlamydien|Darmkrebs|Eierstockkrebs|Fettleber
Gallensteine|Gastritis|Gehirnerschütterung|Grüner Star|Hepatitis C|Heuschnupfen|HIV|Hodenkrebs|Hörsturz|Keuchhusten|Leberzirrhose|Lungenkrebs
Masern|Mukoviszidose|Nierensteine|Nierenversagen|Osteoporose|Panikattacken|Psychose|Reizdarm|Rheuma|Schizophrenie|Schlafapnoe|Skoliose
Thrombose|Tinnitus|Tuberkulose|Windpocken|Zöliakie|Zwangsstörung
""")
CONDITIONS_FR = split("""
diabète de type 2|hypertension artérielle|asthme|bronchite|pneumonie|cancer du sein|cancer de la prostate|leucémie|dépression|burn-out
trouble anxieux|sclérose en plaques|épilepsie|migraine
maladie de Parkinson|maladie d'Alzheimer|AVC|infarctus|fibrillation auriculaire|insuffisance cardiaque|arthrose|polyarthrite rhumatoïde
hernie discale|hypothyroïdie|maladie de Crohn|eczéma|psoriasis
metformine|Doliprane|ibuprofène|Levothyrox|insuline|oméprazole|bisoprolol|Kardegic|Xanax|prothèse de hanche|césarienne|coloscopie
chimiothérapie|dialyse|IRM cérébrale|pontage coronarien
acouphènes|anorexie|apnée du sommeil|autisme|calculs rénaux|cancer du côlon|cancer du pancréas|cancer du poumon|cirrhose|coqueluche
drépanocytose|endométriose|fibromyalgie|glaucome|goutte|hémophilie|hépatite C|insuffisance rénale|maladie de Lyme|maladie cœliaque|mélanome
méningite|mucoviscidose|myopathie|ostéoporose|phlébite|psychose|rougeole|schizophrénie|scoliose|sciatique|séropositivité|syphilis
thrombose|tuberculose|trouble bipolaire|ulcère|varicelle|vertiges|zona
""")
CONDITIONS_ES = split("""
diabetes tipo 2|hipertensión arterial|asma|bronquitis|neumonía|cáncer de mama|cáncer de próstata|leucemia|depresión|trastorno de ansiedad
esclerosis múltiple|epilepsia|migraña|enfermedad de Parkinson
alzhéimer|ictus|infarto|fibrilación auricular|insuficiencia cardíaca|artrosis|artritis reumatoide|hernia discal|hipotiroidismo
enfermedad de Crohn|dermatitis|psoriasis|anemia|metformina|paracetamol
ibuprofeno|levotiroxina|insulina|omeprazol|enalapril|Sintrom|Lexatin|prótesis de cadera|cesárea|colonoscopia|quimioterapia|diálisis
resonancia magnética|bypass coronario
acúfenos|anorexia|apnea del sueño|autismo|cálculos renales|cáncer de colon|cáncer de páncreas|cáncer de pulmón|celiaquía|ciática|cirrosis
endometriosis|enfermedad de Lyme|escoliosis|esquizofrenia|fibromialgia|fibrosis quística|glaucoma|gota|hemofilia|hepatitis C|herpes zóster
hipertiroidismo|insuficiencia renal|lupus|melanoma|meningitis|osteoporosis|paperas|psicosis|reuma|sarampión|sífilis|síndrome de Down
tos ferina|trastorno bipolar|trombosis|tuberculosis|úlcera|varicela|vértigo|VIH
""")
# Groups of people: (adjective, plural).
NATIONS = [tuple(p.split("/")) for p in split("""
American/Americans|British/Brits|English/Englishmen|Scottish/Scots|Welsh/Welshmen|Irish/Irishmen|French/Frenchmen|German/Germans
Spanish/Spaniards|Italian/Italians|Portuguese/Portuguese|Dutch/Dutchmen
Belgian/Belgians|Swiss/Swiss|Austrian/Austrians|Polish/Poles|Czech/Czechs|Slovak/Slovaks|Hungarian/Hungarians|Romanian/Romanians
Bulgarian/Bulgarians|Greek/Greeks|Turkish/Turks|Russian/Russians
Ukrainian/Ukrainians|Swedish/Swedes|Norwegian/Norwegians|Danish/Danes|Finnish/Finns|Icelandic/Icelanders|Estonian/Estonians
Latvian/Latvians|Lithuanian/Lithuanians|Serbian/Serbs|Croatian/Croats
Bosnian/Bosnians|Albanian/Albanians|Canadian/Canadians|Mexican/Mexicans|Brazilian/Brazilians|Argentine/Argentines|Chilean/Chileans
Colombian/Colombians|Peruvian/Peruvians|Venezuelan/Venezuelans
Cuban/Cubans|Jamaican/Jamaicans|Haitian/Haitians|Egyptian/Egyptians|Moroccan/Moroccans|Algerian/Algerians|Tunisian/Tunisians
Nigerian/Nigerians|Ghanaian/Ghanaians|Kenyan/Kenyans|Ethiopian/Ethiopians
Somali/Somalis|South African/South Africans|Israeli/Israelis|Palestinian/Palestinians|Lebanese/Lebanese|Syrian/Syrians|Iraqi/Iraqis
Iranian/Iranians|Saudi/Saudis|Afghan/Afghans|Pakistani/Pakistanis
Indian/Indians|Bangladeshi/Bangladeshis|Nepali/Nepalis|Sri Lankan/Sri Lankans|Thai/Thais|Vietnamese/Vietnamese|Cambodian/Cambodians
Malaysian/Malaysians|Indonesian/Indonesians|Filipino/Filipinos
Chinese/Chinese|Japanese/Japanese|Korean/Koreans|Taiwanese/Taiwanese|Mongolian/Mongolians|Australian/Australians
New Zealand/New Zealanders|Hispanic/Hispanics|African American/African Americans
Kurdish/Kurds|Armenian/Armenians|Georgian/Georgians|Arab/Arabs|Asian/Asians|European/Europeans|African/Africans|Latino/Latinos
Native American/Native Americans|Scandinavian/Scandinavians
""")]
RELIGIONS = [tuple(p.split("/")) for p in split("Catholic/Catholics|Protestant/Protestants|Christian/Christians|Muslim/Muslims|"
                           "Jewish/Jews|Hindu/Hindus|Buddhist/Buddhists|Sikh/Sikhs|Mormon/Mormons|"
                                              "Orthodox/Orthodox Christians|Baptist/Baptists|Methodist/Methodists|Lutheran/Lutherans|"
                                              "Quaker/Quakers|Sunni/Sunnis|Shia/Shiites|atheist/atheists|"
                                              "evangelical/evangelicals|Anglican/Anglicans|Presbyterian/Presbyterians|Jehovah's "
                                              "Witness/Jehovah's Witnesses|agnostic/agnostics")]
PARTIES = [tuple(p.split("/")) for p in split("Democrat/Democrats|Republican/Republicans|Conservative/Conservatives|Labour/Tories|"
                         "socialist/socialists|communist/communists|Liberal/Liberals|"
                                            "libertarian/libertarians|Marxist/Marxists|Social Democrat/Social Democrats|Tory/Tories")]
NATIONS_DE = [tuple(p.split("/")) for p in split("deutsche/Deutsche|französische/Franzosen|polnische/Polen|türkische/Türken|"
                            "italienische/Italiener|spanische/Spanier|syrische/Syrer|russische/Russen|"
                                               "ukrainische/Ukrainer|österreichische/Österreicher|Schweizer/Schweizer|"
                                               "katholische/Katholiken|muslimische/Muslime|jüdische/Juden|kurdische/Kurden|"
                                               "griechische/Griechen|rumänische/Rumänen|bulgarische/Bulgaren|kroatische/Kroaten|"
                                               "serbische/Serben|tschechische/Tschechen|ungarische/Ungarn|portugiesische/Portugiesen|"
                                               "afghanische/Afghanen|iranische/Iraner|irakische/Iraker|marokkanische/Marokkaner|"
                                               "nigerianische/Nigerianer|chinesische/Chinesen|vietnamesische/Vietnamesen|indische/Inder|"
                                               "evangelische/Protestanten|dänische/Dänen|amerikanische/Amerikaner|britische/Briten")]
NATIONS_FR = [tuple(p.split("/")) for p in split("français/Français|allemand/Allemands|espagnol/Espagnols|italien/Italiens|"
                            "marocain/Marocains|algérien/Algériens|tunisien/Tunisiens|sénégalais/Sénégalais|"
                                               "belge/Belges|suisse/Suisses|portugais/Portugais|polonais/Polonais|"
                                               "catholique/catholiques|musulman/musulmans|protestant/protestants|"
                                               "anglais/Anglais|américain/Américains|russe/Russes|ukrainien/Ukrainiens|syrien/Syriens|"
                                               "turc/Turcs|grec/Grecs|roumain/Roumains|camerounais/Camerounais|ivoirien/Ivoiriens|"
                                               "malien/Maliens|libanais/Libanais|chinois/Chinois|vietnamien/Vietnamiens|haïtien/Haïtiens|"
                                               "canadien/Canadiens|néerlandais/Néerlandais|juif/Juifs|kurde/Kurdes|afghan/Afghans")]
NATIONS_ES = [tuple(p.split("/")) for p in split("español/españoles|mexicano/mexicanos|colombiano/colombianos|argentino/argentinos|"
                            "peruano/peruanos|francés/franceses|alemán/alemanes|italiano/italianos|"
                                               "marroquí/marroquíes|rumano/rumanos|ecuatoriano/ecuatorianos|venezolano/venezolanos|"
                                               "católico/católicos|musulmán/musulmanes|cubano/cubanos|"
                                               "inglés/ingleses|estadounidense/estadounidenses|ruso/rusos|ucraniano/ucranianos|sirio/sirios|"
                                               "turco/turcos|griego/griegos|búlgaro/búlgaros|polaco/polacos|portugués/portugueses|"
                                               "chileno/chilenos|boliviano/bolivianos|dominicano/dominicanos|hondureño/hondureños|"
                                               "senegalés/senegaleses|chino/chinos|judío/judíos|uruguayo/uruguayos|argelino/argelinos")]
CUISINES = ("italian french german spanish mexican chinese japanese thai indian greek korean turkish vietnamese lebanese ethiopian "
            "american polish cuban moroccan portuguese peruvian").split()
LANGUAGES = ("english french german spanish italian portuguese dutch polish russian turkish arabic hebrew hindi chinese mandarin "
             "japanese korean vietnamese thai greek swedish danish "
             "norwegian finnish czech hungarian romanian swahili latin").split()

# Capitalised names of things; never a person, a place or an organisation in our labels.
PRODUCTS = split("""
iPhone|iPhone 12|iPad|MacBook Pro|AirPods|Apple Watch|Galaxy S21|Pixel 6|Windows 10|Windows 11|macOS|Ubuntu|Debian|Android|iOS|Linux|Excel
Word|PowerPoint|Outlook|OneDrive|SharePoint
Photoshop|Illustrator|Chrome|Firefox|Safari|Gmail|Google Maps|Google Docs|Kindle|Fire Stick|Alexa|Siri|Cortana|PlayStation 5|PS4|Xbox
Xbox One|Nintendo Switch|Game Boy|Steam Deck|Minecraft
Fortnite|Overwatch|Call of Duty|Skyrim|Dark Souls|Elden Ring|Candy Crush|Pokémon Go|Docker|Kubernetes|Jenkins|Terraform|Ansible|Git
Postgres|MySQL|MongoDB|Redis|Kafka|Spark|Hadoop|Grafana
Prometheus|Swift|Python|Java|JavaScript|TypeScript|Rust|Ruby on Rails|Django|Flask|React|Angular|Vue|Node.js|jQuery|Bootstrap|LaTeX
Eclipse|Visual Studio Code|Jupyter|Maven|Gradle
Cassandra|Jira|Confluence|Trello|Notion|Figma|Civic|Corolla|Mustang|Golf GTI|Model 3|F-150|Camry|Prius|Jetta|Fiesta|Polo|Passat|Corsa|Clio
Megane|Ducato|Wrangler|Explorer|Escalade
Nutella|Oreo|Kit Kat|Snickers|Red Bull|Sprite|Pepsi|Gatorade|Doritos|Pringles|Heinz ketchup|Guinness|Jack Daniel's|Baileys|Nescafé|Tide
Windex|Lysol|Band-Aid|Velcro|Tupperware|Roomba
Dyson V11|KitchenAid|Instant Pot|Nespresso|GoPro|Fitbit|Garmin|Bluetooth|Wi-Fi|HDMI|USB-C|Ethernet|Visa|Mastercard|American Express
Apple Pay|Google Pay|Venmo|Bitcoin|Ethereum|Monopoly|Scrabble
""")
WORKS = split("""
Star Wars|The Lord of the Rings|Game of Thrones|Breaking Bad|Stranger Things|The Office|Friends|The Simpsons|Lost|House of Cards|The Crown
Doctor Who|Black Mirror|Westworld|The Walking Dead
Titanic|Avatar|Inception|The Matrix|Jaws|Frozen|Up|Cars|Toy Story|The Godfather|Pulp Fiction|Fight Club|Gladiator|Interstellar|Alien|Rocky
Jurassic Park|Bohemian Rhapsody|Thriller
Imagine|Yesterday|Purple Rain|Wonderwall|Despacito|The Great Gatsby|War and Peace|Dune|The Hobbit|Twilight|The Hunger Games
The Da Vinci Code|Brave New World|The Voice|Big Brother|Top Gear
MasterChef|Strictly|Survivor|American Idol|Love Island|The Bachelor|Dancing with the Stars|Eurovision|Super Bowl|World Cup
Champions League|Olympics|Grammys|Oscars|Black Friday|Halloween
Thanksgiving|Christmas|Easter|Valentine's Day|New Year's Eve|Ramadan|Hanukkah|Diwali|Mother's Day|April Fools|Brexit|World War II
the Cold War|the Renaissance|the Great Depression
""")
