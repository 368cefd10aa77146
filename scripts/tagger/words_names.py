"""Names of people, by group of languages, from Faker's locale lists and from lists written here."""
import importlib
import re

LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ'’ \-]+")
GROUPS = {
    "en": "en_US en_GB en_IE en_NZ", "de": "de_DE de_AT de_CH", "fr": "fr_FR fr_CA fr_CH fr_BE", "es": "es_ES es_MX es_AR es_CO",
    "it": "it_IT", "pl": "pl_PL", "nl": "nl_NL nl_BE", "pt": "pt_BR pt_PT", "sv": "sv_SE", "da": "da_DK", "no": "no_NO", "fi": "fi_FI",
    "tr": "tr_TR az_AZ", "cs": "cs_CZ sk_SK", "ro": "ro_RO", "hu": "hu_HU", "id": "id_ID", "in": "en_IN", "pk": "en_PK",
    "ng": "yo_NG en_NG ig_NG ha_NG tw_GH", "ke": "en_KE sw", "th": "en_TH", "za": "zu_ZA", "ie": "ga_IE", "et": "et_EE lt_LT lv_LV",
    "hr": "hr_HR sl_SI", "is": "is_IS", "ru": "ru_RU uk_UA bg_BG mk_MK", "gr": "el_GR", "vi": "vi_VN", "uz": "uz_UZ",
}
CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґѓѕјљњќџў",
                    "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya e i yi ye g g z j lj nj k dz u".split(" ")))
GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
                 "a v g d e z i th i k l m n x o p r s s t y f ch ps o a e i i o y o i y i y".split(" ")))


def romanised(name: str) -> str:
    out = []
    for c in name:
        low = c.lower()
        piece = CYRILLIC.get(low, GREEK.get(low, c))
        out.append(piece.capitalize() if c != low and piece != c else piece)
    return "".join(out)


def plain_list(text):
    return text.split()


# Written here: groups for which Faker has no Latin spelling.
EXTRA = {
    "zh": ("Wei Fang Lei Na Min Jing Li Qiang Yan Jun Yang Yong Jie Tao Ming Chao Xia Ping Gang Hui Mei Ling Xiaoming Xiuying Guiying "
    "Jianhua Zhiqiang "
           "Haoran Yuxuan Zihan Yifan Jiayi Xinyi Mengyao Zixuan Kaiwen Chen Bo Hao Peng Dan Ying Rui Xin Yu Zhen Shu Hong Bin Ting "
           "Qian Xue Ya Cheng "
           "Meiling Zhihao Weiwei Lihua Xiaoli Yuki Boyang Siyuan Ruoxi",
           "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Song Tang Han Feng Deng "
           "Cao Peng Zeng Xiao "
           "Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen Yao Zhong Cui Tan Fan Liao Wong Chan Cheung Leung Lam "
           "Lau Ng Ho Tsai Hsu "
           "Ouyang Hsieh Chiu Kwok Yeung Chow Tse Fung"),
    "ja": ("Haruto Yuto Sota Yuki Hayato Haruki Ryota Kenji Takashi Hiroshi Akira Satoshi Makoto Daisuke Kazuya Tatsuya Naoki Shota Yui "
    "Sakura Hina Aoi "
           "Yuna Rin Misaki Ayaka Haruka Nanami Emi Yoko Keiko Tomoko Naoko Mayumi Kumiko Akiko Chiyo Sachiko Chise Jun Ren Kaito Riku "
           "Mio Asuka Kaori Noriko",
           "Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Yamaguchi Matsumoto Inoue "
           "Kimura Hayashi Shimizu "
           "Yamazaki Mori Abe Ikeda Hashimoto Ishikawa Ogawa Okada Hasegawa Murakami Kondo Ishii Saito Sakamoto Endo Aoki Fujii "
           "Nishimura Fukuda Ota Miura "
           "Okamoto Fujiwara Matsuda Nakajima Nakagawa Harada Ono Tamura Takeuchi Kaneko Wada Nakayama Ishida Ueda Morita Horiguchi Kudo"),
    "ko": ("Min-jun Seo-jun Do-yun Ji-ho Ji-hoon Hyun-woo Jun-seo Sung-min Young-ho Jae-hyun Dong-hyun Seung-hyun Ji-woo Seo-yeon "
    "Min-seo Ha-eun Soo-jin "
           "Ji-min Eun-ji Hye-jin Yu-na Mi-sook Kyung-soo Tae-hyung Jimin Jihoon Minji Sooyoung Hyunjin Yuna Jisoo Eunha Sang-woo Joon "
           "Hana Mina Haneul Bora",
           "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Ryu Hong Jeon Ko Moon Son Yang Bae Baek "
           "Heo Nam Noh Ha Joo Koo Min"),
    "ar": ("Mohammed Ahmed Ali Omar Yusuf Khalid Hassan Hussein Ibrahim Abdullah Abdulaziz Faisal Tariq Karim Samir Nabil Walid Ziad "
    "Rami Bilal Hamza Anas Amir "
           "Mahmoud Mustafa Saeed Rashid Sultan Majid Youssef Fatima Aisha Maryam Layla Noor Huda Salma Yasmin Zainab Khadija Amina "
           "Rania Dina Hala Lina Nadia "
           "Samira Farah Reem Mona Ghada Iman Soraya Hanan Muhammad Mohamed Fahad Nasser Jamal Adel Basel Marwan Tamer Rasha Abeer",
           "Haddad Khoury Mansour Nasser Saleh Hamdan Shaheen Aziz Rahman Farouk El-Sayed Al-Rashid Al-Farsi Al-Hashimi Al-Mutairi "
           "Al-Saud al-Masri el-Amin "
           "Abdullah Hassan Hussein Ibrahim Khalil Mahmoud Mostafa Osman Said Sharif Taha Younis Zaki Darwish Najjar Sabbagh Qasim "
           "Jaber Bakr Awad Hariri Tamimi "
           "Al-Zahrani Al-Ghamdi bin-Laden-Khoury Benali Bouzid Belkacem Ziani El-Khatib Abu-Bakr Habibi Rahimi Karimi Hosseini Ahmadi "
           "Moradi Jafari Tehrani"),
    "he": ("Noam Itai Yonatan Ariel Eitan Omer Lior Amit Uri Gal Moshe Yosef Avraham Yaakov Tamar Noa Shira Yael Maya Adi Michal Rivka "
    "Avigail Talia Ronit Hila "
           "Ehud Boaz Gideon Asaf Dov Nimrod Tzipi Orly Osnat Keren Liat",
           "Cohen Levi Mizrahi Peretz Biton Dahan Avraham Friedman Malka Azoulay Katz Yosef David Amar Ohayon Hadad Gabay Ben-David "
           "Adler Levin Shapiro Bar-Lev "
           "Goldberg Rosenberg Klein Ben-Ami Tal Shalev Barak Sharon Peled Eshkol"),
    "af": ("Kwame Kofi Ama Akua Chinedu Emeka Ngozi Chioma Oluwaseun Tunde Folake Amara Ifeoma Obinna Uche Zainab Aminata Mamadou "
    "Ousmane Fatou Cheikh Aissatou "
           "Abebe Tigist Haile Selam Dawit Almaz Wanjiru Kamau Njoroge Achieng Otieno Thabo Sipho Lerato Nomvula Themba Zanele Tendai "
           "Farai Tatenda Rudo Chipo",
           "Mensah Owusu Asante Boateng Okafor Eze Nwosu Adeyemi Okonkwo Balogun Diallo Traore Ndiaye Diop Keita Toure Sow Ba Cisse "
           "Tesfaye Bekele Girma Alemu "
           "Kamau Mwangi Kariuki Odhiambo Ochieng Kiplagat Nkosi Dlamini Mokoena Khumalo Ndlovu Moyo Sibanda Banda Phiri Chikwanda "
           "Mutasa Zuma Mahlangu"),
    "ph": ("Maricel Jomar Rowena Arnel Marites Jericho Lourdes Bong Jayson Cherry Rodel Analyn Efren Ligaya Dante Mylene Crisanto "
    "Jhoanna Reynaldo Imelda",
           "Dela-Cruz Santos Reyes Bautista Ocampo Villanueva Manalo Pangilinan Macaraeg Dimaculangan Magsaysay Tolentino Salonga "
           "Aquino Lacson Pacquiao Mercado"),
}
EXTRA["vi"] = ("Anh Minh Tuan Hung Dung Nam Long Hai Quang Thanh Huy Khoa Duc Linh Trang Huong Lan Mai Thao Ngoc Phuong Hoa Thuy Yen "
      "Nga Hanh Nhung Kim Bao An "
               "Tram Quyen Hieu Phuc Vinh Son Giang", "Nguyen Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Truong "
               "Dinh Trinh Lam Cao Mai")
EXTRA["in"] = ("Rajesh Sunita Priya Anil Sanjay Kavita Deepak Pooja Vikram Neha Rahul Anjali Arjun Meera Ravi Lakshmi Suresh Geeta Amit "
      "Shreya Karthik Divya "
               "Harpreet Gurpreet Jaspreet Nisha Manoj Rekha Ashok Padma Srinivas Venkat Aarti Ramesh Kiran Uma Hari Asha Lata Vijay "
               "Radha Nikhil Swati Aditi",
               "Sharma Patel Singh Kumar Gupta Reddy Nair Iyer Menon Rao Joshi Desai Mehta Shah Kapoor Khanna Malhotra Bhatt Chopra "
               "Banerjee Mukherjee Chatterjee "
               "Das Bose Ghosh Pillai Krishnan Subramanian Venkataraman Agarwal Mishra Tiwari Pandey Yadav Chauhan Kaur Gill Sandhu "
               "Dhillon Naidu Kulkarni")

# Words of the language that are names too; drawn on purpose so that context has to decide.
WORD_GIVEN = plain_list("""
Will Mark Rose Hope Grace May April Bill Frank Jack Drew Art Chase Summer Faith June Joy Ray Rob Pat Sue Dawn Eve Ivy Lily Daisy Ruby
Pearl Amber Iris
Hazel Holly Heather Ginger Olive Violet Max Miles Grant Wade Chip Dale Glen Cliff Dean Earl Duke Guy Gene Jay Lance Les Mike Nick Norm
Pierce Reed Rich
Rod Rusty Skip Tad Buck Bud Carol Charity Christian Colt Curt Dick Dolly Don Dot Drake Destiny Hunter Jade Jasmine Jordan Josh Kitty Lane
Mason Mercy
Misty Nat Parker Penny Peg Poppy Prudence Robin Rocky Ruth Sandy Sherry Skye Sterling Stormy Tanner Taylor Terry Trinity Tucker Tyler
Victor Victoria Wren
Angel Autumn Belle Blaze Brook Carter Chance Chelsea China Clay Cooper Crystal Dakota Florence Forest Georgia Harmony Haven Heath India
Justice King Major
Austin Paris London Madison Sydney Virginia Carolina Israel Lincoln Jackson Houston Dallas Denver Charlotte Savannah Brooklyn Bronx Milan
Vienna Verona
Mercedes Nova Phoenix Porter Prince Raven River Rowan Sierra Sky Willow Winter Lee Ash Bob Sunny Candy Cherry Honey Melody Sage Star Storm
Archer Baker
Gray Fern Basil Rosemary Dill Saffron Clementine Apple Peaches Jules Jewel Opal Coral Melon Joey Jimmy Johnny Billy Tom Harry Sam Ben Dan
Tim Jim Joe Ed
Al Bea Flo Viv Bo Ty Kit Sid Stan Hal Herb Newt Gus Wally Barb Babs Dee Fay Gay Kay Lou Mo Nan Sal Tess Trudy Val Wendy Woody Merry Noel
Gale Gabby
""")
WORD_FAMILY = plain_list("""
Young Brown White Black Green King Baker Cook Carpenter Mason Smith Miller Hunter Fisher Taylor Wood Stone Hill Lake Rivers Brooks Fields
Ford Banks Bush
Price Rich Strong Long Short Small Little Day Weeks May March Winter Frost Snow Lamb Fox Wolf Bird Crow Hawk Swan Drake Bass Pike Salmon
Page Read Bell
Ball Court Church Abbott Bishop Pope Knight Power Bond Case Chase Chance Cross Field Marsh Moon Star Sharp Savage Wise Swift Best Good
Goodman Rose Reed
Bloom Branch Love Hope Joy Grace Pride Noble English French German Ireland Scott Holland Lincoln Jackson Houston Dallas Austin Washington
Denver Berlin
Paris London York Lancaster Chester Bolton Burton Milton Stafford Warwick Lane Street Park House Hall Glass Cooper Potter Weaver Dyer Law
Judge Major Gates
Cruise Cage Wall Bridges Hand Head Beard Armstrong Self Silver Diamond Pearl Cash Temple Chambers Barber Butler Gardener Porter Shepherd
Singer Sumner
Rush Flowers Woods Waters Poole Glover Hook Peacock Parrot Nightingale Tanner Turner Walker Rider Driver Carter Wheeler Sawyer Farmer
Archer Bowman Squire
Steel Irons Cotton Sugar Rice Bacon Beer Coffey Berry Cherry Lemon Plum Moss Thorne Bush Root Ash Pine Oakes Elder Ash Hazel Garland Frank
Christian Major
""")
WORD_GERMAN = plain_list("Ernst Wolf Fuchs Koch Bauer Kaiser König Vogel Klein Groß Lang Kurz Jung Alt Weiß Schwarz Roth Braun Winter "
                         "Sommer Herbst Engel Graf "
                         "Richter Schreiber Jäger Fischer Zimmermann Busch Baum Stein Berg Bach Sturm Frost Rose Kraft Frank Mai Abend "
                         "Sonntag Freitag")
WORD_FRENCH = plain_list("Petit Grand Leroy Blanc Rouge Noir Boulanger Berger Marchand Fontaine Rivière Dubois Lacroix Leblanc Fleur "
                         "Aimée Désirée Ange Pierre "
                         "Olive Prune Rose Claire Constant Juste Bonnet Mouton Legrand Lebon Moulin Chevalier Roche Colombe France Marine")
WORD_SPANISH = plain_list("Cruz Flores Reyes Delgado Rubio Moreno Rojo Blanco Calvo Iglesias Torres Campos Prado Ríos León Cordero "
                          "Ángel Consuelo Dolores Esperanza "
                          "Luz Mar Paz Pilar Soledad Rosario Concepción Nieves Guerra Santos Leal Bravo Alegría Bueno Cabello Casas Montes")
NICKNAMES = plain_list("""Jonny Kenny Bobby Tommy Danny Benny Manny Vinny Mickey Lenny Sammy Jenny Becky Vicky Nikki Debs Shaz Baz Gaz Jez
Tash Steph Ash Mads Liv
Izzy Ellie Lexi Gabi Alex Andy Charlie Freddie Ollie Archie Alfie Teddy Zac Nate Matty Jakey Ry Caz Dougie Fitz Mac Sully Murph Jonesy
Smitty Davo Robbo
Lolo Nino Pepe Paco Chema Nacho Kiko Lupe Chuy Beto Memo Toño Lalo Quique Pili Mabel Uli Uschi Heinz Hansi Sepp Wolfi Resi Basti Flo Fabi
Leni Jojo Titi
Gégé Loulou Manu Fred Stéph Jeannot Didou Kasia Gosia Asia Zosia Wojtek Tomek Ania Sasha Misha Dima Kolya Vanya Masha Katya Natasha Olya
Zhenya Lyosha""")
SUFFIXES = ["Jr.", "Jr", "Sr.", "III", "II", "IV", "PhD", "Ph.D.", "MD", "M.D.", "Esq.", "RN", "CPA", "DDS", "OBE", "MBA", "DVM", "LCSW",
            "PharmD", "MBE", "QC"]
PARTICLES = ["van der", "van den", "van", "de", "de la", "del", "di", "da", "dos", "von", "von der", "zu", "ter", "ten", "le", "la",
             "bin", "ibn", "al", "el",
             "ben", "af", "av", "d'", "de los", "della", "du", "des", "mac", "san", "st."]
PREFIXED = ["O'", "O’", "D'", "Mc", "Mac", "De", "Di", "Van ", "Fitz", "L'", "St. ", "El-", "Al-", "Ben-", "Bar-", "Le ", "La "]

# The most common names of English-speaking countries, drawn more often than the others.
COMMON_MALE = plain_list("""
James John Robert Michael David William Richard Joseph Thomas Charles Chris Daniel Matthew Anthony Mark Steven Paul Andrew Joshua Ken
Kevin Brian George Tim Ron Jason Ed Jeff Ryan Jacob Gary Nick Eric Jon Stephen Larry Justin Scott Brandon Ben Sam Greg Alex Pat Frank Ray
Jack Dennis Jerry Tyler Aaron Jose Adam Nathan Henry Zach Doug Peter Kyle Noah Ethan Jeremy Walter Keith Austin Sean Roger Terry Carl
Harry Liam Logan Oliver Leo Max Luke Owen Dylan Simon Ian Neil Graham Stuart Craig Gareth Rhys Callum Jamie Dave Mike Steve Rob Tom Matt
Dan Joe Jim Bob Tony Phil Lewis Martin Alan Barry Colin Derek Trevor Nigel Hugh
""")
COMMON_FEMALE = plain_list("""
Mary Patricia Jennifer Linda Liz Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra Margaret Ashley Kim Emily Donna Michelle Carol
Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Dorothy Amy Kathleen Angela Shirley Emma Brenda Pamela Nicole Anna Samantha
Katherine Christine Debra Rachel Carolyn Janet Maria Olivia Heather Helen Catherine Diane Julie Victoria Joyce Lauren Kelly Christina Ruth
Joan Virginia Judith Evelyn Hannah Andrea Megan Cheryl Jacqueline Madison Teresa Abigail Sophia Martha Sara Gloria Janice Kathryn Ann
Isabella Judy Charlotte Julia Grace Amber Alice Jean Denise Frances Danielle Marilyn Natalie Beth Kate Katie Jen Jess Sue Claire Zoe Chloe
Lucy Ellie Sophie Fiona Gemma Kirsty Shannon Tracy Wendy Gill Lynn Paula Tina Mia Ava Lily Ella Erin Molly
""")
COMMON_FAMILY = plain_list("""
Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore
Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen
Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards
Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward
Richardson Watson Brooks Chavez Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster
Jimenez Davies Hughes Griffiths Owen Shaw Murray Graham Fraser Hamilton Wallace Burns Douglas Kennedy Walsh Byrne O'Brien O'Connor O'Neill
O'Sullivan McCarthy McDonald Doyle Gallagher Doherty Quinn Nolan Sweeney Fitzgerald Kowalski Novak Schmidt Müller Weber Ivanov Silva
""")

# Public figures, characters and stage names, as people write about them; general knowledge.
FAMOUS = [line.strip() for line in """
Taylor Swift|Beyoncé|Rihanna|Adele|Ed Sheeran|Drake|Kanye West|Kendrick Lamar|Eminem|Jay-Z|Lady Gaga|Katy Perry|Ariana Grande
Billie Eilish|Bruno Mars|Justin Bieber
Selena Gomez|Miley Cyrus|Dua Lipa|Harry Styles|Zayn Malik|Niall Horan|Shakira|Madonna|Britney Spears|Michael Jackson|Prince|David Bowie
Freddie Mercury|Elton John
Paul McCartney|John Lennon|Ringo Starr|George Harrison|Mick Jagger|Keith Richards|Bob Dylan|Bruce Springsteen|Elvis Presley|Johnny Cash
Dolly Parton|Willie Nelson
Nina Simone|Aretha Franklin|Stevie Wonder|Ray Charles|Tina Turner|Whitney Houston|Mariah Carey|Celine Dion|Amy Winehouse|Kurt Cobain
Dave Grohl|Ozzy Osbourne
Lana Del Rey|Lorde|Sia|Snoop Dogg|Dr. Dre|50 Cent|Lil Wayne|Nicki Minaj|Cardi B|Travis Scott|Post Malone|Bad Bunny|J Balvin|Rosalía
Manu Chao|Edith Piaf|Stromae
Herbert Grönemeyer|Nena|Helene Fischer|Udo Lindenberg|Johann Sebastian Bach|Mozart|Beethoven|Chopin|Vivaldi|Wagner|Brad Pitt
Angelina Jolie|Tom Hanks|Tom Cruise
Leonardo DiCaprio|Meryl Streep|Scarlett Johansson|Johnny Depp|Jennifer Lawrence|Will Smith|Denzel Washington|Morgan Freeman|Robert De Niro
Al Pacino|Keanu Reeves
Ryan Gosling|Emma Stone|Emma Watson|Daniel Radcliffe|Benedict Cumberbatch|Hugh Jackman|Chris Evans|Chris Hemsworth|Robert Downey Jr.
Natalie Portman|Margot Robbie
Quentin Tarantino|Steven Spielberg|Christopher Nolan|Martin Scorsese|Alfred Hitchcock|Woody Allen|Greta Gerwig|Oprah Winfrey
Ellen DeGeneres|Jimmy Fallon|Conan O'Brien
Stephen Colbert|Jon Stewart|John Oliver|Trevor Noah|Simon Cowell|Gordon Ramsay|Jamie Oliver|Julia Child|Joe Rogan|PewDiePie|MrBeast
Logan Paul|Kim Kardashian|Kylie Jenner
Barack Obama|Michelle Obama|Donald Trump|Joe Biden|Hillary Clinton|Bill Clinton|George W. Bush|Ronald Reagan|Bernie Sanders
Elizabeth Warren|Kamala Harris|Mitt Romney
John McCain|Nancy Pelosi|Angela Merkel|Olaf Scholz|Emmanuel Macron|Nicolas Sarkozy|François Hollande|Marine Le Pen|Boris Johnson
David Cameron|Theresa May|Tony Blair
Margaret Thatcher|Jeremy Corbyn|Nigel Farage|Nick Clegg|Ed Miliband|Gordon Brown|Vladimir Putin|Xi Jinping|Narendra Modi|Justin Trudeau
Jacinda Ardern|Tony Abbott
Julia Gillard|Malcolm Turnbull|Shinzo Abe|Recep Tayyip Erdogan|Benjamin Netanyahu|Nelson Mandela|Kofi Annan|Fidel Castro|Hugo Chávez
Pedro Sánchez|Mariano Rajoy
Silvio Berlusconi|Mark Rutte|Viktor Orbán|Volodymyr Zelensky|Winston Churchill|Abraham Lincoln|George Washington|Thomas Jefferson
Franklin Roosevelt|John F. Kennedy
Martin Luther King|Malcolm X|Rosa Parks|Gandhi|Napoleon|Julius Caesar|Cleopatra|Joan of Arc|Marie Curie|Albert Einstein|Isaac Newton
Charles Darwin|Galileo|Nikola Tesla
Alan Turing|Ada Lovelace|Stephen Hawking|Richard Feynman|Carl Sagan|Neil Armstrong|Buzz Aldrin|Sigmund Freud|Karl Marx|Friedrich Nietzsche
Immanuel Kant|Aristotle|Plato
Socrates|Confucius|Leonardo da Vinci|Michelangelo|Vincent van Gogh|Pablo Picasso|Salvador Dalí|Frida Kahlo|Andy Warhol|Banksy|Claude Monet
Rembrandt|William Shakespeare
Charles Dickens|Jane Austen|Oscar Wilde|Mark Twain|Ernest Hemingway|George Orwell|J.K. Rowling|J.R.R. Tolkien|Stephen King|Agatha Christie
Franz Kafka|Johann Wolfgang von Goethe
Victor Hugo|Gabriel García Márquez|Miguel de Cervantes|Leo Tolstoy|Fyodor Dostoevsky|Virginia Woolf|Margaret Atwood|Haruki Murakami
Neil Gaiman|Dan Brown
Lionel Messi|Cristiano Ronaldo|Neymar|Kylian Mbappé|Zinedine Zidane|David Beckham|Wayne Rooney|Steven Gerrard|Luis Suárez|Gareth Bale
Luka Modric|Thomas Müller|Manuel Neuer
Mesut Özil|Antoine Griezmann|Karim Benzema|Paul Pogba|Mohamed Salah|Harry Kane|Robert Lewandowski|Zlatan Ibrahimovic|Diego Maradona|Pelé
José Mourinho|Pep Guardiola|Jürgen Klopp
Arsène Wenger|Alex Ferguson|LeBron James|Kobe Bryant|Michael Jordan|Stephen Curry|Kevin Durant|Shaquille O'Neal|Magic Johnson|Tim Duncan
James Harden|Tom Brady|Peyton Manning
Aaron Rodgers|Patrick Mahomes|Russell Wilson|Marshawn Lynch|Odell Beckham Jr.|Tiger Woods|Rory McIlroy|Roger Federer|Rafael Nadal
Novak Djokovic|Andy Murray|Serena Williams
Venus Williams|Maria Sharapova|Usain Bolt|Mo Farah|Michael Phelps|Simone Biles|Lewis Hamilton|Sebastian Vettel|Michael Schumacher
Fernando Alonso|Muhammad Ali|Mike Tyson
Conor McGregor|Floyd Mayweather|Manny Pacquiao|Derek Jeter|Babe Ruth|Wayne Gretzky|Sidney Crosby|Roger Goodell|Elon Musk|Steve Jobs
Bill Gates|Mark Zuckerberg|Jeff Bezos
Tim Cook|Larry Page|Satya Nadella|Sundar Pichai|Warren Buffett|Richard Branson|Jack Ma|Linus Torvalds|Edward Snowden|Julian Assange
Greta Thunberg|Malala Yousafzai|Pope Francis
Harry Potter|Hermione Granger|Ron Weasley|Dumbledore|Voldemort|Severus Snape|Hagrid|Luke Skywalker|Darth Vader|Han Solo|Princess Leia|Yoda
Rey|Kylo Ren|Frodo|Gandalf|Aragorn
Legolas|Bilbo Baggins|Sauron|Jon Snow|Daenerys Targaryen|Tyrion Lannister|Cersei|Arya Stark|Sansa|Ned Stark|Walter White|Jesse Pinkman
Saul Goodman|Don Draper|Tony Soprano
Michael Scott|Dwight Schrute|Jim Halpert|Pam Beesly|Rachel Green|Ross Geller|Monica Geller|Chandler Bing|Joey Tribbiani|Phoebe Buffay
Sheldon Cooper|Barney Stinson|Ted Mosby
Homer Simpson|Bart Simpson|Lisa Simpson|Peter Griffin|Rick Sanchez|Morty|Eric Cartman|Bruce Wayne|Clark Kent|Peter Parker|Tony Stark
Steve Rogers|Thor|Loki|Wanda Maximoff
Sherlock Holmes|Dr. Watson|Moriarty|Hercule Poirot|Miss Marple|James Bond|Indiana Jones|Marty McFly|Ellen Ripley|Sarah Connor|John Wick
Katniss Everdeen|Bella Swan|Edward Cullen
Geralt|Ciri|Yennefer|Lara Croft|Nathan Drake|Joel|Ellie|Arthur Morgan|John Marston|Kratos|Link|Zelda|Mario|Luigi|Cloud Strife|Sephiroth
Aerith|Naruto|Sasuke|Goku|Vegeta|Luffy
Eren Yeager|Mikasa|Light Yagami|Pikachu's trainer Ash|Elsa|Anna|Olaf|Simba|Mufasa|Ariel|Mulan|Moana|Shrek|Buzz Lightyear|Woody|Winnie
Paddington|Peter Pan|Alice|Dorothy
""".replace("\n", "|").split("|") if line.strip() and "'s trainer" not in line]


def load():
    """group -> (female, male, family): lists of names in Latin letters."""
    groups = {}
    for group, locales in GROUPS.items():
        female, male, family = set(), set(), set()
        for locale in locales.split():
            provider = importlib.import_module("faker.providers.person." + locale).Provider
            base = importlib.import_module("faker.providers.person").Provider
            for attribute in dir(provider):
                value = getattr(provider, attribute)
                if not isinstance(value, (list, tuple, dict, set)) or not re.search(r"first_|last_", attribute):
                    continue
                if re.search(r"pairs|kana|format|prefix|suffix", attribute) or getattr(base, attribute, None) is value:
                    continue
                names = {romanised(v.strip()) for v in value if isinstance(v, str)}
                names = {n for n in names if LATIN.fullmatch(n) and 1 < len(n) < 22 and n[0].isupper() and n.count(" ") < 2}
                if "last" in attribute:
                    family |= names
                else:
                    if "female" in attribute:
                        female |= names
                    elif "male" in attribute:
                        male |= names
                    else:
                        female |= names if "unisex" in attribute else set()
                        male |= names if "unisex" in attribute else set()
                        if not re.search("_female|_male", " ".join(dir(provider))):
                            female |= names
                            male |= names
        groups[group] = [female, male, family]
    for group, (given, surnames) in EXTRA.items():
        entry = groups.setdefault(group, [set(), set(), set()])
        entry[0] |= set(given.split())
        entry[1] |= set(given.split())
        entry[2] |= {s.replace("Dela-Cruz", "Dela Cruz") for s in surnames.split() if "Laden" not in s}
    fixed = {g: tuple(sorted(s - {"Doe", "John", "Jane"} if g not in ("en", "ie") else s) for s in sets) for g, sets in groups.items()}
    for group, sets in list(fixed.items()):
        if not sets[2]:
            fixed[group] = (sets[0], sets[1], fixed["en"][2])
        if not sets[0] or not sets[1]:
            both = sorted(set(sets[0]) | set(sets[1])) or fixed["en"][0]
            fixed[group] = (both, both, fixed[group][2])
    return fixed


if __name__ == "__main__":
    for group, sets in load().items():
        print(group, [len(s) for s in sets], [list(s[:3]) for s in sets])
