/// The page around its sections: `report.mustache` reads it.
struct PageFrame {
  let view: PageView
  /// The sections, as HTML.
  let content: String
  let hasGlossary: Bool
  let glossary: [Glossary.Entry]

  init(_ view: PageView, sections: GlossaryLinks) {
    self.view = view
    content = sections.html
    glossary = sections.entries
    hasGlossary = !glossary.isEmpty
  }
}
