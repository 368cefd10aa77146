/// A vendor's prefix and the length of what follows it.
struct SecretPrefix: Sendable {
    let bytes: [UInt8]
    let body: ClosedRange<Int>
    let rule: String
    /// What the key is made of besides letters, digits, "_" and "-".
    let also: [UInt8]
    /// Long enough, and with an end of its own, to be one behind "-" and "_" as well: "-ghp_..." is a line taken out in a diff.
    let isMarked: Bool

    private init(_ text: String, _ body: ClosedRange<Int>, _ rule: String, also: String = "") {
        bytes = Array(text.utf8)
        self.body = body
        self.rule = rule
        self.also = Array(also.utf8)
        isMarked = bytes.count >= 4 && (bytes.last == .underscore || bytes.last == .hyphen)
    }

    static let twilio = "secret-twilio"
    static let resend = "secret-resend"

    /// By first byte, as their vendors publish them for secret scanners. Longer ones stand first.
    static let byFirst: [[SecretPrefix]] = {
        var table = [[SecretPrefix]](repeating: [], count: 128)
        let all = [
            SecretPrefix("sk_live_", 10...200, "secret-stripe"), SecretPrefix("sk_test_", 10...200, "secret-stripe"),
            SecretPrefix("rk_live_", 10...200, "secret-stripe"), SecretPrefix("whsec_", 16...200, "secret-stripe"),
            SecretPrefix("sk-", 16...300, "secret-sk"), SecretPrefix("ghp_", 20...300, "secret-github"),
            SecretPrefix("gho_", 20...300, "secret-github"), SecretPrefix("ghu_", 20...300, "secret-github"),
            SecretPrefix("ghs_", 20...300, "secret-github"), SecretPrefix("ghr_", 20...300, "secret-github"),
            SecretPrefix("github_pat_", 20...300, "secret-github"), SecretPrefix("glpat-", 16...300, "secret-gitlab"),
            SecretPrefix("AKIA", 16...16, "secret-aws-key-id"), SecretPrefix("ASIA", 16...16, "secret-aws-key-id"),
            SecretPrefix("xoxb-", 10...300, "secret-slack"), SecretPrefix("xoxp-", 10...300, "secret-slack"),
            SecretPrefix("xoxa-", 10...300, "secret-slack"), SecretPrefix("xoxr-", 10...300, "secret-slack"),
            SecretPrefix("xoxs-", 10...300, "secret-slack"), SecretPrefix("xapp-", 10...300, "secret-slack"),
            SecretPrefix("AIza", 30...60, "secret-google", also: "."), SecretPrefix("ya29.", 20...600, "secret-google", also: "."),
            SecretPrefix("hf_", 20...80, "secret-hugging-face"), SecretPrefix("npm_", 30...60, "secret-npm"),
            SecretPrefix("pypi-", 40...400, "secret-pypi"), SecretPrefix("dop_v1_", 40...100, "secret-digitalocean"),
            SecretPrefix("shpat_", 20...60, "secret-shopify"), SecretPrefix("SG.", 40...120, "secret-sendgrid", also: "."),
            SecretPrefix("dapi", 32...40, "secret-databricks"), SecretPrefix("eyJ", 20...8192, "secret-jwt", also: "."),
            SecretPrefix("rk_test_", 10...200, "secret-stripe"), SecretPrefix("gldt-", 16...300, "secret-gitlab"),
            SecretPrefix("glrt-", 16...300, "secret-gitlab"), SecretPrefix("glptt-", 30...300, "secret-gitlab"),
            SecretPrefix("glcbt-", 16...300, "secret-gitlab"), SecretPrefix("AROA", 16...17, "secret-aws-key-id"),
            SecretPrefix("AIDA", 16...17, "secret-aws-key-id"), SecretPrefix("ABIA", 16...16, "secret-aws-key-id"),
            SecretPrefix("ACCA", 16...16, "secret-aws-key-id"), SecretPrefix("xoxc-", 10...300, "secret-slack"),
            SecretPrefix("xoxd-", 10...300, "secret-slack"), SecretPrefix("xoxe-", 10...300, "secret-slack"),
            SecretPrefix("GOCSPX-", 20...60, "secret-google", also: "."), SecretPrefix("dckr_pat_", 20...60, "secret-docker"),
            SecretPrefix("doo_v1_", 40...100, "secret-digitalocean"), SecretPrefix("dor_v1_", 40...100, "secret-digitalocean"),
            SecretPrefix("shpca_", 20...60, "secret-shopify"), SecretPrefix("shpss_", 20...60, "secret-shopify"),
            SecretPrefix("shppa_", 20...60, "secret-shopify"), SecretPrefix("sq0atp-", 20...60, "secret-square"),
            SecretPrefix("sq0csp-", 30...80, "secret-square"), SecretPrefix("rubygems_", 40...60, "secret-rubygems"),
            SecretPrefix("glsa_", 30...80, "secret-grafana"), SecretPrefix("lin_api_", 30...60, "secret-linear"),
            SecretPrefix("ntn_", 30...60, "secret-notion"), SecretPrefix("figd_", 30...80, "secret-figma"),
            SecretPrefix("nvapi-", 40...100, "secret-nvidia"), SecretPrefix("gsk_", 40...80, "secret-groq"),
            SecretPrefix("r8_", 30...60, "secret-replicate"), SecretPrefix("xai-", 40...120, "secret-xai"),
            SecretPrefix("pplx-", 40...80, "secret-perplexity"), SecretPrefix("PMAK-", 40...80, "secret-postman"),
            SecretPrefix("sntrys_", 40...400, "secret-sentry", also: "+/="), SecretPrefix("CFPAT-", 30...60, "secret-contentful"),
            SecretPrefix("ATATT3", 60...400, "secret-atlassian", also: "="), SecretPrefix("pul-", 40...40, "secret-pulumi"),
            SecretPrefix("key-", 32...32, "secret-mailgun"), SecretPrefix("hvs.", 20...300, "secret-vault"),
            SecretPrefix("hvb.", 20...400, "secret-vault"), SecretPrefix("AC", 32...32, twilio), SecretPrefix("SK", 32...32, twilio),
            SecretPrefix("AGE-SECRET-KEY-1", 58...58, "secret-age"), SecretPrefix("EAACEdEose0cBA", 20...400, "secret-facebook"),
            SecretPrefix("glsoat-", 16...300, "secret-gitlab"), SecretPrefix("gloas-", 40...100, "secret-gitlab"),
            SecretPrefix("glft-", 16...300, "secret-gitlab"), SecretPrefix("glimt-", 16...300, "secret-gitlab"),
            SecretPrefix("glagent-", 30...300, "secret-gitlab"), SecretPrefix("xoxe.xoxp-", 20...400, "secret-slack"),
            SecretPrefix("xoxe.xoxb-", 20...400, "secret-slack"), SecretPrefix("sntryu_", 64...64, "secret-sentry"),
            SecretPrefix("NRAK-", 27...27, "secret-new-relic"), SecretPrefix("HRKU-", 36...100, "secret-heroku"),
            SecretPrefix("sbp_", 40...40, "secret-supabase"), SecretPrefix("sb_secret_", 20...60, "secret-supabase"),
            SecretPrefix("dp.pt.", 40...44, "secret-doppler"), SecretPrefix("dp.st.", 40...100, "secret-doppler", also: "."),
            SecretPrefix("tskey-auth-", 16...100, "secret-tailscale"), SecretPrefix("tskey-api-", 16...100, "secret-tailscale"),
            SecretPrefix("sqp_", 40...40, "secret-sonarqube"), SecretPrefix("squ_", 40...40, "secret-sonarqube"),
            SecretPrefix("sqa_", 40...40, "secret-sonarqube"), SecretPrefix("EAAAE", 50...70, "secret-square"),
            SecretPrefix("access_token$production$", 40...60, "secret-braintree", also: "$"),
            SecretPrefix("xkeysib-", 64...90, "secret-brevo"), SecretPrefix("xsmtpsib-", 64...90, "secret-brevo"),
            SecretPrefix("pat-na1-", 36...36, "secret-hubspot"), SecretPrefix("pat-eu1-", 36...36, "secret-hubspot"),
            SecretPrefix("lsv2_pt_", 40...60, "secret-langsmith"), SecretPrefix("lsv2_sk_", 40...60, "secret-langsmith"),
            SecretPrefix("rzp_live_", 14...14, "secret-razorpay"), SecretPrefix("shippo_live_", 40...40, "secret-shippo"),
            SecretPrefix("FLWSECK-", 32...40, "secret-flutterwave"), SecretPrefix("re_", 33...33, resend),
            SecretPrefix("FlyV1 fm2_", 40...2000, "secret-fly", also: "+/=,"),
            SecretPrefix("fm2_", 80...2000, "secret-fly", also: "+/=,"), SecretPrefix("CCIPAT_", 40...100, "secret-circleci"),
            SecretPrefix("bkua_", 40...40, "secret-buildkite"), SecretPrefix("snyk_uat.", 30...400, "secret-snyk", also: "."),
            SecretPrefix("dt0c01.", 80...100, "secret-dynatrace", also: "."), SecretPrefix("LTAI", 12...26, "secret-alibaba"),
            SecretPrefix("AKID", 32...32, "secret-tencent"), SecretPrefix("sl.B", 60...2000, "secret-dropbox"),
            SecretPrefix("sl.u.", 60...2000, "secret-dropbox"), SecretPrefix("hvr.", 20...400, "secret-vault"),
            SecretPrefix("A3-", 36...37, "secret-1password"), SecretPrefix("ops_eyJ", 100...2000, "secret-1password", also: "+/="),
            SecretPrefix("oy2", 43...43, "secret-nuget"), SecretPrefix("CLOJARS_", 60...60, "secret-clojars"),
            SecretPrefix("api_org_", 30...40, "secret-hugging-face"), SecretPrefix("ATCTT3", 60...400, "secret-atlassian", also: "="),
        ]
        for prefix in all { table[Int(prefix.bytes[0])].append(prefix) }
        return table
    }()
}
