extension PageView {
  /// A drawing of one variant.
  struct VariantPicture {
    let name: String
    let colour: Int
    let caption: String
    let svg: String
  }

  /// A variant's line in a table; each cell has the name of its column, for narrow screens.
  struct VariantRow<Cell> {
    let name: String
    let colour: Int
    let cells: [Cell]
  }

  /// A variant's line where a variant has one on each account.
  struct AccountRow<Cell> {
    let name: String
    let colour: Int
    let account: String
    let cells: [Cell]
  }

  /// A figure in its column; `tone` tells good from bad where that can be said.
  struct TonedCell {
    let column: String
    let text: String
    var more: String?
    let tone: String
  }
}
