import CandleStore
import Testing

@Suite struct ChunkChecksumTests {
  private func checksum(_ columns: [Double]...) -> Int64 {
    var checksum = ChunkChecksum()
    for column in columns { checksum.add(column) }
    return checksum.value
  }

  /// Prices in whole dollars: most bits of such doubles are zero, which makes sums collide more easily.
  private let column = (0..<600).map { Double(1_000 + $0 % 37) }

  @Test func `every flipped bit shows`() {
    let whole = checksum(column)
    var changed = column
    for index in column.indices {
      for bit in 0..<64 {
        changed[index] = Double(bitPattern: column[index].bitPattern ^ (1 << bit))
        if checksum(changed) == whole { Issue.record("word \(index), bit \(bit)") }
      }
      changed[index] = column[index]
    }
  }

  @Test func `every pair of exchanged neighbours shows`() {
    let whole = checksum(column)
    for index in column.indices.dropLast() where column[index] != column[index + 1] {
      var changed = column
      changed.swapAt(index, index + 1)
      #expect(checksum(changed) != whole)
    }
  }

  @Test func `exchanged columns and moved borders show`() {
    let (a, b) = (Array(column[..<300]), Array(column[300...]))
    let sums = [checksum(a, b), checksum(b, a), checksum(column), checksum(a), checksum(a, b, [])]
    #expect(Set(sums).count == sums.count)
  }

  @Test(arguments: 0...40)
  func `columns of every length are covered to the end`(count: Int) {
    let column = [Double](repeating: 1.5, count: count)
    #expect(checksum(column) != checksum(column + [0]) || count == 0)
    for index in 0..<count {
      var changed = column
      changed[index] = 2.5
      #expect(checksum(changed) != checksum(column))
    }
  }
}
