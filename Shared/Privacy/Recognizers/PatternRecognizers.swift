/// Every recognizer of patterns. Their order means nothing: `SpanMerger` decides between what they find.
enum PatternRecognizers {
    static let all: [any Recognizer] = [
        EmailRecognizer(), PhoneRecognizer(), CardRecognizer(), IBANRecognizer(), BankCodeRecognizer(), SSNRecognizer(),
        IPAddressRecognizer(),
        MACAddressRecognizer(), URLRecognizer(), CryptoAddressRecognizer(), UsernameRecognizer(), IdentifierRecognizer(),
        IdentifierFormRecognizer(),
        LabelledIdentifierRecognizer(), DateRecognizer(), AgeRecognizer(), PayRecognizer(), PostalCodeRecognizer(), SecretShapeRecognizer(),
        HighEntropyRecognizer(), SecretContextRecognizer(), URLCredentialsRecognizer(), PassphraseRecognizer(), OneTimeCodeRecognizer(),
        CommandLineSecretRecognizer(), WebhookRecognizer(), CookieRecognizer(), CredentialListRecognizer(),
    ]
}
