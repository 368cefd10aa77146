/// A piece of an approved document, small enough to be read as an answer and to fit the encoder's context.
package struct Passage: Sendable, Equatable {
    package let documentID: String
    /// The document's title.
    package let title: String
    /// Markdown as written; a section's heading stands on the first line without its `#`.
    package let text: String

    package init(documentID: String, title: String, text: String) {
        self.documentID = documentID
        self.title = title
        self.text = text
    }

    /// What the encoder reads: the title names the matter, which a passage from the middle of a document often does not.
    package var encoderText: String { "\(title)\n\(text)" }
}
