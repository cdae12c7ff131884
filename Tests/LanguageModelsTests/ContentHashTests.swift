import LanguageModels
import Testing

@Suite struct ContentHashTests {
  // Computed by content_hash in models/train/train_mock.py, a second implementation.
  @Test(
    arguments: [
      ("", 0x71B8262BB6E2E086), ("a", 0x266EF8C8C52F4B42), ("12345678", 0xF42C48ECECA212A5),
      ("Price: 6543.210\n", 0xEC1EDF9B17770DDB), ("Price: 6543.210", 0xDEA8180079A19481),
    ] as [(String, UInt64)])
  func `the hash is that of the training script`(text: String, hash: UInt64) {
    #expect(ContentHash.of(Array(text.utf8)) == hash)
  }

  @Test func `zeros at the end count`() {
    #expect(ContentHash.of([1]) != ContentHash.of([1, 0]))
  }
}
