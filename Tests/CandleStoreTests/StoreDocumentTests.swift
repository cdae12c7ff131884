import CandleStore
import Foundation
import Market
import Testing

/// `Documentation/store.md` is a promise to other programs: its Python reads a store, its checksum is the checksum.
@Suite struct StoreDocumentTests {
  /// The interpreter that `PYTHON` names, or `python3`.
  static let python = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"

  static let hasNumpy = (try? run(["-c", "import numpy"], in: FileManager.default.temporaryDirectory))?.status == 0

  private static func run(_ arguments: [String], in folder: URL) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python] + arguments
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// The only Python block of the document.
  private func lines() throws -> [Substring] {
    let document = try String(contentsOf: Checkout.storeDocument, encoding: .utf8)
    let lines = document.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "```python"))
    let end = try #require(lines[start...].firstIndex(of: "```"))
    return Array(lines[start + 1..<end])
  }

  @Test func `the document reads a series in ten lines`() throws {
    #expect(try lines().count == 10)
  }

  @Test(.enabled(if: Self.hasNumpy, "numpy is not importable by \(Self.python); name another with PYTHON"))
  func `the document's lines read what was stored, and its checksum holds`() throws {
    let folder = try TemporaryFolder()
    let store = try CandleStore(path: folder.path("tapedeck.sqlite"), creating: true)
    let file = Checkout.datasets.appendingPathComponent("coinbase/btcusd_1h.csv.gz").path
    _ = try CandleImporter(into: store).importFile(file)
    let candles = try store.candles(of: SeriesName("BTCUSD 1h")).collected()

    let script =
      try lines().joined(separator: "\n") + """

        print(len(times), times[0], times[-1])
        for name in names:
            print(name, candles[name].view("<u8").sum(), repr(float(candles[name][-1])))
        mask = (1 << 64) - 1
        def mix(x):
            x = (x ^ x >> 33) * 0xFF51AFD7ED558CCD & mask
            x = (x ^ x >> 33) * 0xC4CEB9FE1A85EC53 & mask
            return x ^ x >> 33
        right = 0
        for first, count, checksum, *blobs in store.execute(
            "SELECT first_open, count, checksum, open_time, open, high, low, close, volume FROM chunk"):
            h = 0
            for blob in blobs:
                w = np.frombuffer(blob, "<u8")
                s = int(w.sum())
                t = int((w * np.arange(count, 0, -1, dtype="u8")).sum())
                h = mix(mix(h ^ s) ^ t)
            right += h == checksum & mask
        print(right)
        """
    _ = try folder.file("read.py", script)
    let result = try Self.run(["read.py"], in: folder.url)
    #expect(result.status == 0)

    func line(_ name: String, _ bits: [UInt64], _ last: Double) -> String {
      "\(name) \(bits.reduce(0, &+)) \(last)"
    }
    let columns = [
      ("open", candles.open), ("high", candles.high), ("low", candles.low), ("close", candles.close),
      ("volume", candles.volume),
    ]
    let expected =
      ["20111 2017-07-01T11:00:00.000 2019-10-17T09:00:00.000"]
      + [line("open_time", candles.openTime.map(UInt64.init), Double(candles.openTime[20_110]))]
      + columns.map { line($0, $1.map(\.bitPattern), $1[20_110]) } + ["5"]
    #expect(result.output == expected.joined(separator: "\n") + "\n")
  }
}
