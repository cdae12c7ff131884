/// Small scenarios on the first months of 2018.
package enum SampleScenarios {
  /// Ends flat.
  package static let rule = """
    name: rule
    data:
      - series: coinbase:BTCUSD 1h
        files: [\(Repository.hourlyBitcoin)]
        from: 2018-01-01
        to: 2018-03-01
    strategy: { kind: sma-cross }
    venue: { balance: 10000, fee: 5 bp }

    """

  package static let models = """
    name: models
    data:
      - series: coinbase:BTCUSD 1h
        files: [\(Repository.hourlyBitcoin)]
        from: 2018-01-01
        to: 2018-03-15
    clock: { decide_every: 4 }
    strategy:
      kind: language-model
      positions: long_short
      prompt: { timeframes: [1h, 4h] }
    models:
      seeds: [1, 2]
      variants:
        - { name: 3B f16, card: llama3.2-3b-instruct-fp16 }
        - { name: 3B q4_0, card: llama3.2-3b-instruct-q4_0 }
    pipeline: { minimum_confidence: 38 }
    venue: { balance: 10000, fee: 5 bp }

    """
}
