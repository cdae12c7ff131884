/// The folders of a run's variants: `3B q4_0` lives in `3b-q4_0`.
enum VariantFolder {
  /// By variant, in order. Scenarios see to it that no two are alike; a file of the run directory must not be, either.
  static func names(of variants: [String]) throws(WorkbenchError) -> [String] {
    try variants.map { variant throws(WorkbenchError) in
      let name = folder(variant)
      guard !RunDirectory.files.contains(name) else { throw .variantName(variant) }
      return name
    }
  }

  private static func folder(_ variant: String) -> String {
    String(
      variant.lowercased().map { character in
        character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character)) ? character : "-"
      })
  }
}
