extension Double {
  /// The double nearest to this number's first `digits` significant decimal digits; halves go to even.
  ///
  /// Multiplications and divisions only, so that every processor agrees. Numbers that differ by rounding noise come
  /// out equal unless a rounding boundary lies between them. `digits` is 1 to 15. What is not finite stays as it is.
  package func rounded(toSignificantDigits digits: Int) -> Double {
    precondition((1...15).contains(digits), "a double holds 1 to 15 decimal digits exactly")
    guard isFinite, self != 0 else { return self }
    // 0.30103 = log₁₀ 2: right to within one for every exponent, and corrected below.
    var shift = digits - 1 - Int((Double(magnitude.exponent) * 0.301029995663981).rounded(.down))
    let upper = Double.powerOfTen(digits)
    var scaled = scaledByPowerOfTen(shift)
    while scaled.magnitude >= upper {
      shift -= 1
      scaled = scaledByPowerOfTen(shift)
    }
    while scaled.magnitude < upper / 10 {
      shift += 1
      scaled = scaledByPowerOfTen(shift)
    }
    let significand = scaled.rounded(.toNearestOrEven)
    switch shift {
    case 0...22: return significand / Double.powerOfTen(shift)
    case -7..<0: return significand * Double.powerOfTen(-shift)
    // Outside, powers of ten are not exact; reading decimal text is.
    default: return Double("\(Int64(significand))e\(-shift)") ?? self
    }
  }

  /// Exact up to 10²².
  private static func powerOfTen(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<exponent { power *= 10 }
    return power
  }

  private func scaledByPowerOfTen(_ exponent: Int) -> Double {
    var scaled = self
    var rest = exponent
    while rest > 22 {
      scaled *= 1e22
      rest -= 22
    }
    while rest < -22 {
      scaled /= 1e22
      rest += 22
    }
    return rest < 0 ? scaled / Double.powerOfTen(-rest) : scaled * Double.powerOfTen(rest)
  }
}
