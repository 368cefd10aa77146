import Privacy
import Testing

/// Ages, pay, user names, bank codes and postal codes: what is found, to the scalar, and what is left alone. All texts are our own.
@Suite struct ProseTests {
    private func check(_ marked: String, _ entity: EntityType) { expectSpans(of: entity, marked) }

    @Test(arguments: [
        "a ⟦34⟧-year-old woman", "he is ⟦34⟧ years old", "⟦34⟧ y/o male", "⟦34⟧yo", "at the age of ⟦61⟧", "Age: ⟦61⟧", "aged ⟦61⟧,",
        "\"age\": ⟦61⟧,",
        "just turned ⟦60⟧", "I'll turn ⟦23⟧ soon", "when she was ⟦78⟧.", "I'm ⟦34⟧ and tired", "I am ⟦16⟧.", "my son is ⟦12⟧",
        "Sie ist ⟦43⟧ Jahre alt", "Alter: ⟦43⟧", "ein ⟦43⟧-jähriger Mann", "im Alter von ⟦43⟧", "âgé de ⟦43⟧ ans", "elle a ⟦12⟧ ans",
        "tiene ⟦43⟧ años",
        "Edad: ⟦43⟧", "la edad de ⟦43⟧ años",
        "il y a 3 ans", "hace 3 años", "for 10 years", "after 5 years of use", "turn 90 degrees", "he is 30 minutes late",
        "18 years of age or older",
        "at least 18 years old", "she is 50% done", "page 43", "age 0.5", "aged 432", "it was 78", "10 years old or older", "143 years old",
        "over 65 years old", "message age 43 s", "cache age 43 ms, ok", "age 43 seconds", "max-age=60", "age: 43 days", "age of 43 hours",
        "age ⟦43⟧ so far",
        "she is ⟦43⟧ years old", "a ⟦43⟧ year old car dealer", "my ⟦8⟧ year old is ill", "the patient, ⟦43⟧ years old",
        "The laptop is 3 years old", "a 5 year old laptop", "our 4-year-old Dell server is slow", "My car is about 12 years old.",
    ])
    func age(_ marked: String) { check(marked, .age) }

    @Test(arguments: [
        "salary: ⟦$85,000⟧", "My salary is ⟦$85,000⟧ a year", "Wages: ⟦$112,000⟧", "earns ⟦45k⟧ a year", "base salary of ⟦85,000⟧",
        "⟦$85,000⟧ salary", "He is paid ⟦4,200 EUR⟧ a month", "Base pay USD ⟦120000⟧", "was paid $50 for it", "I paid $12 a month",
        "pay 120000 now",
        "Bruttogehalt: ⟦65.000 €⟧", "ein Gehalt von ⟦65.000 EUR⟧", "un sueldo de ⟦30.000 euros⟧", "gross pay: ⟦$5,000⟧", "pay: ⟦$28⟧/hour",
        "Total: $300", "I pay $50 a month", "salary review in 2024", "salary up 5%", "my income tax is due", "he earns trust",
        "earned $5 once",
    ])
    func pay(_ marked: String) { check(marked, .salary) }

    @Test(arguments: [
        "username: ⟦jsmith⟧", "Login: ⟦jsmith⟧, then", "user name is ⟦j.smith42⟧", "DB_USER = \"⟦dev_8234⟧\"", "dbUser: '⟦maria⟧',",
        "user=⟦jdoe⟧&x=1",
        "user ⟦jdoe42⟧ logged in", "Benutzername: ⟦mmuster⟧", "identifiant : ⟦mdupont⟧", "nombre de usuario: ⟦mgarcia⟧",
        "CREATE USER '⟦dev_1⟧'@'%'",
        "GRANT ALL ON *.* TO '⟦dev⟧'@'10.0.0.1'", "at /home/⟦jdoe⟧/.ssh", "C:\\Users\\⟦maria.lopez⟧\\Desktop", "thanks ⟦@jo_fisher⟧!",
        "(⟦@jo⟧)",
        "CONTOSO\\⟦aberg⟧", "user CORP\\⟦tsmith⟧ is locked", "login: ACME-2\\⟦jdoe2⟧.", "\"CONTOSO\\\\⟦nina⟧\"", "as CORP\\⟦a.berg⟧,",
        "DONE\\next", "C:\\WINDOWS\\system", "HKLM\\software", "\\\\SERVER\\share", "SYSTEM32\\cmd.exe", "CORP\\a\\b", "ACME\\d+",
        "see SRC\\main.c", "cd AB\\docs",
        "A\\alpha",
        "Contoso\\aberg",
        "User: What is it?", "user: admin", "username: required", "login failed", "the user is happy", "user guide", "/home/shared/x",
        "@Override\nvoid x()", "a @media (x)",
        "npm i @types/node", "jo@example.com", "user@", "@ 5", "meet @ noon", "@everyone",
        "IG: ⟦elif.k⟧", "Insta: ⟦@elif.k⟧, yes", "Twitter: ⟦elif_k⟧", "my insta is ⟦elif_k⟧", "Telegram: ⟦annaberg⟧",
        "Telegram: t.me/⟦annaberg99⟧",
        "u/⟦elif_k⟧ wrote", "(/u/⟦elif_k⟧)", "ssh ⟦ekaya⟧@10.1.2.3", "⟦ekaya⟧@192.0.2.1's password:", "scp f ⟦ekaya⟧@build7:/tmp",
        "rsync -av x ⟦ekaya⟧@build7:/srv", "drwxr-xr-x 2 ⟦ekaya⟧ staff 4096 Nov 3", "total 8\n-rw-r--r--. 1 ⟦ekaya⟧ ⟦ekaya⟧ 12 x",
        "// TODO(⟦mhernandez⟧): fix", "# FIXME(⟦jo.b⟧) later",
        "Twitter: great news today", "twitter is 5g ready", "reddit: the front page", "t.me/joinchat", "40 u/day", "AT&T U/WIN", "w/o u/s",
        "a/u/elif_k",
        "ssh root@10.1.2.3", "git clone git@build7:repo", "meet anna@work tomorrow", "-rw-r--r-- 1 root root 12 x",
        "drwx------ 1 1000 1000 12 x",
        "// TODO(perf): x", "// TODO(JIRA-12): x", "TODO (soon): x", "see AUTODO(jo_b): x",
        "TODO(const-hack): x", "FIXME(f16): x", "TODO(auth): x", "TODO(backend): x", "XXX(display): x", "TODO(python3): x",
        "HACK(windows): x", "TODO(⟦annab2⟧): x",
        "{\"authorLogin\":\"⟦anna1⟧\"}", "const userLogin = ⟦anna1⟧", "githubLogin: ⟦jo_berg⟧", "ownerLogin=⟦jo_berg⟧",
        "{\"twitterHandle\":\"⟦jo_berg⟧\"}", "{\"githubHandle\":\"⟦jo_berg99⟧\"}", "{\"ownerNickname\":\"⟦jo_berg⟧\"}",
        "githubLogin: ⟦jofisher⟧\nx", "{\"ConsoleLogin\":\"Success\"}", "{\"lastLogin\":\"2024-01-01T10:00\"}", "x onLogin: handleLogin,",
        "fileHandle: handle_1",
        "$ ssh ⟦ekaya⟧@build7", "`ssh ⟦ekaya⟧@build7`", "cd x && scp a ⟦ekaya⟧@build7:b", "sudo rsync a ⟦ekaya⟧@build7:b",
        "try ssh ⟦ekaya⟧@build7",
        "ssh keys: ecdsa@nistp256", "see mosh docs, foo@latest", "ssh vulnerabilities in lib@v2", "see the ssh docs, anna@work",
        "pip install foo@1.2.3.4", "-rw-r--r-- 1 ftp ftp 12 x",
        "Failed password for ⟦anna⟧ from 192.0.2.7 port 22", "Accepted publickey for ⟦anna⟧ from 192.0.2.7",
        "Failed password for invalid user ⟦anna⟧ from 192.0.2.7", "Failed password for root from 192.0.2.7",
        "Failed password for the from", "Failed password for anna on Monday",
    ])
    func username(_ marked: String) { check(marked, .username) }

    /// Signs of code that look like the names of a social network, and names beside code.
    @Test(arguments: [
        "⟦@anna⟧ can you look at it?", "cc ⟦@anna⟧ and ⟦@ben⟧", "* ⟦@anna⟧: write the docs", "{\"user\": \"⟦@jo_fisher⟧\", \"n\": 1}",
        "our ⟦@acme_support⟧ said so", "my ⟦@jo_fisher⟧ account", "Anna Berg (⟦@annaberg⟧)", "// thanks ⟦@monique_b⟧",
        "# TODO ask ⟦@monique_b⟧",
        "⟦@Anna⟧ can you help", "thanks ⟦@jo_fisher⟧;\nbye", "thanks ⟦@monique_b⟧, the call to init() fails", "⟦@anna⟧: foo() fails",
        "⟦@anna⟧ foo() broke",
        "fixed init(), cc ⟦@monique_b⟧", "$AAPL is up, says ⟦@jo_fisher⟧", "handle: ⟦jsmith⟧", "my handle is ⟦jo_b⟧",
        "dbUser: '⟦maria⟧'",
        "DECLARE @total INT; SET @total = 5;", "WHERE id = @id AND name = @name;", "SELECT @name INTO @other", "my @list = (1, 2);",
        "my (@list) = @_;",
        "our @names;", "push @list, 5;", "foreach my $x (@items) {", "return scalar(@list);", "  return @list;\n}", "@list{1, 2}",
        "all in @EXPORT_OK",
        "last unless @Carp::args;", "/**\n * @brief Does x\n * @returned y\n */", "#' @exported\nfoo <- 1", "/// @file x.h",
        " * See @ref other for it",
        "// @something x", "@Override\nvoid x() {}", "@Test func x() {}", "@SpringBootApplication\nclass X {}",
        "@pytest.fixture\ndef x(): pass",
        "\t@echo building $@", "struct X: @unchecked Sendable {", "if (@count > 5)", "@5pm sharp",
        "C<FileHandle> methods are listed", "let handle: CurlHandle", "$handle->close", "{ handle: handle1x() }",
        "⟦@anna⟧ <3 thanks!", "⟦@anna⟧ > ⟦@bob⟧", "⟦@anna⟧ >:(", "⟦@anna⟧ >> all", "⟦@anna⟧ <-- this", "⟦@anna⟧ = best", "⟦@anna⟧ == queen",
        "well done ⟦@anna⟧ => next", "well ⟦@anna⟧ == queen", "hi\n⟦@anna⟧ == queen", "hi\n⟦@anna⟧ {see above}", "⟦@anna_b⟧ {see above}",
        "⟦@anna⟧[1]", "my $x = @items[0];", "x = @totals < 5;", "%seen = @names{a};",
        "// ⟦@anna⟧ please fix", "# ⟦@anna⟧", "/* ⟦@anna⟧ */", "  * ⟦@anna_b⟧ reviews", " * @returned y", " * @customtag {x}",
        "push ⟦@anna_b⟧ to answer", "pop ⟦@anna⟧ a message", "my ⟦@anna_b⟧; she", "for ⟦@anna_b⟧;", "push ⟦@anna_b⟧, she can answer",
        "push @stack, 5;", "pop @stack;", "my @rows = sort(x);", "declare @rows, 5", "x\n  return unlink @files;\n",
        "my @em; # push it real good",
        "my @panic = (  # all of it is lower case", "grep defined, @spec{qw(a b)}", "if(@forms == 1) {", "pop @supers if @supers > 1;",
        "/// @relates pair of things",
        "pop ⟦@anna⟧ if you like",
    ])
    func sigil(_ marked: String) { check(marked, .username) }

    @Test(arguments: [
        "BIC: ⟦DEUTDEFF500⟧", "SWIFT ⟦COBADEFFXXX⟧", "swift code is ⟦NEDSZAJJ⟧", "bic: ⟦deutdeff⟧", "⟦COBADEFFXXX⟧ in Frankfurt",
        "⟦DEUTDEFF⟧ (BIC)",
        "ABSOLUTE", "SWIFT and other languages RESIDENT", "swift: NodeCore", "a swift transfer absolute", "SWIFT transfer",
        "SWIFT DEUTZZFF", "SWIFT 12345678",
    ])
    func bankCode(_ marked: String) { check(marked, .swiftCode) }

    @Test(arguments: [
        "ZIP: ⟦36250⟧", "my zip code is ⟦36250-1234⟧", "PLZ ⟦10115⟧ Berlin", "code postal : ⟦75001⟧", "código postal ⟦28013⟧",
        "postal code: ⟦394 13⟧",
        "zip: ⟦7412 SL⟧", "in ⟦K1A 0B1⟧ Ottawa", "{\"zip\": \"⟦02134⟧\"}",
        "zip the file 36250", "a zip file", "ZIP: none", "K1A0B1 part", "D1A 0B1", "post 36250",
    ])
    func postalCode(_ marked: String) { check(marked, .location) }
}
