/// e^x for x from -700 to 0, within 2 ulp, the same bits on every processor.
///
/// The C library's exp differs in the last bit between processors with and without fused multiply-add. Here x is
/// split into n ln 2 + r, |r| ≤ ln 2 / 2, and e^r is its Taylor series to the 13th power, whose rest is below 2^-57.
/// ln 2 is taken in two parts, so that n ln 2 is exact to beyond the last bit of r (W. J. Cody, W. Waite, "Software
/// Manual for the Elementary Functions", 1980, chapter 6).
package func deterministicExp(_ x: Double) -> Double {
  guard x > -700 else { return 0 }
  let exponent = Int(x * 1.4426950408889634 - 0.5)
  let n = Double(exponent)
  let r = (x - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33
  var sum = 1.0 / 6_227_020_800
  for factorial in inverseFactorials { sum = sum * r + factorial }
  return sum * Double(sign: .plus, exponent: exponent, significand: 1)
}

/// 1/12!, 1/11!, … 1/1!, 1/0!
private let inverseFactorials: [Double] = {
  var factorials: [Double] = [1]
  for n in 1...12 { factorials.append(factorials[n - 1] * Double(n)) }
  return factorials.reversed().map { 1 / $0 }
}()
