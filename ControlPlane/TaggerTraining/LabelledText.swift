package import Privacy

/// A text and what is personal in it, as people or a generator labelled it.
package struct LabelledText: Sendable, Equatable {
    package struct Span: Sendable, Equatable {
        /// Nil: labelled with a type whose meaning is not known here.
        package let entity: EntityType?
        /// In Unicode scalars of the text, half-open.
        package let range: Range<Int>

        package init(_ entity: EntityType?, _ range: Range<Int>) {
            self.entity = entity
            self.range = range
        }
    }

    package let text: String
    /// Length of the text in Unicode scalars.
    package let length: Int
    /// In order, without overlap.
    package let spans: [Span]
    /// Not nil: the spans may be incomplete, but only in these entities. A word outside every span is then one of these or nothing, and which is not known.
    package let open: Set<EntityType>?
    /// Where it stands.
    package let file: String
    /// 1-based.
    package let line: Int

    package init(text: String, spans: [Span], open: Set<EntityType>? = nil, file: String = "", line: Int = 0) {
        self.text = text
        length = text.unicodeScalars.count
        self.spans = spans
        self.open = open
        self.file = file
        self.line = line
    }
}
