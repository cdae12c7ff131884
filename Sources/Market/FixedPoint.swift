/// An amount of quote currency, a price or a quantity, exact: a whole number of 1e-8 units.
///
/// The ledger counts in these. The range is ±92 billion units; arithmetic beyond it traps.
@frozen public struct FixedPoint: Hashable, Comparable, Sendable {
  /// The amount in units of 1e-8.
  public var units: Int64

  /// An amount from its units of 1e-8.
  @inlinable @inline(__always)
  public init(units: Int64) { self.units = units }

  /// The nearest amount, halves to even. `value` must lie within ±9e10.
  @inlinable @inline(__always)
  public init(_ value: Double) {
    let scaled = value * 1e8
    units = scaled.magnitude < Self.fastLimit ? Self.nearest(scaled) : Int64(scaled.rounded(.toNearestOrEven))
  }

  @inlinable public static var zero: FixedPoint { FixedPoint(units: 0) }
  /// One whole unit.
  @inlinable public static var one: FixedPoint { FixedPoint(units: 100_000_000) }

  /// The nearest double.
  @inlinable @inline(__always)
  public var doubleValue: Double { Double(units) / 1e8 }

  @inlinable @inline(__always)
  public static func < (a: FixedPoint, b: FixedPoint) -> Bool { a.units < b.units }
  @inlinable @inline(__always)
  public static func + (a: FixedPoint, b: FixedPoint) -> FixedPoint { FixedPoint(units: a.units + b.units) }
  @inlinable @inline(__always)
  public static func - (a: FixedPoint, b: FixedPoint) -> FixedPoint { FixedPoint(units: a.units - b.units) }
  @inlinable @inline(__always)
  public static func += (a: inout FixedPoint, b: FixedPoint) { a.units += b.units }
  @inlinable @inline(__always)
  public static func -= (a: inout FixedPoint, b: FixedPoint) { a.units -= b.units }
  @inlinable @inline(__always)
  public static prefix func - (a: FixedPoint) -> FixedPoint { FixedPoint(units: -a.units) }

  /// The product, rounded to the nearest 1e-8, halves to even: the ledger's one rounding rule.
  ///
  /// A floating-point estimate of the quotient is judged by its exact remainder: nearly always it is the nearest number
  /// at once, without a 128-bit division.
  @inlinable @inline(__always)
  public static func * (a: FixedPoint, b: FixedPoint) -> FixedPoint {
    let estimate = Double(a.units) * Double(b.units) * 1e-8
    guard estimate.magnitude < fastLimit else { return exactProduct(a, b, estimate) }
    let quotient = nearest(estimate)
    // Both products wrap around, their difference does not: it is small.
    let remainder = (a.units &* b.units) &- (quotient &* 100_000_000)
    guard remainder.magnitude < 50_000_000 else { return exactProduct(a, b, estimate) }
    return FixedPoint(units: quotient)
  }

  /// The estimate is off by less than 2^12, so that its exact remainder fits 64 bits.
  @usableFromInline @inline(never)
  static func exactProduct(_ a: FixedPoint, _ b: FixedPoint, _ estimate: Double) -> FixedPoint {
    precondition(estimate.magnitude < 9.2e18, "an amount beyond 92 billion")
    var quotient = Int64(estimate)
    var remainder = (a.units &* b.units) &- (quotient &* 100_000_000)
    let correction = remainder / 100_000_000
    quotient += correction
    remainder -= correction * 100_000_000
    if remainder < 0 {
      quotient -= 1
      remainder += 100_000_000
    }
    if remainder > 50_000_000 || (remainder == 50_000_000 && quotient & 1 == 1) { quotient += 1 }
    return FixedPoint(units: quotient)
  }

  /// Below this, adding and taking off 1.5 x 2^52 rounds a double to a whole number.
  @inlinable static var fastLimit: Double { 2_251_799_813_685_248 }  // 2^51

  /// The nearest whole number, halves to even: it stands in the low bits of `value` + 1.5 x 2^52.
  @inlinable @inline(__always)
  static func nearest(_ value: Double) -> Int64 {
    let shift = 6_755_399_441_055_744.0
    return Int64(bitPattern: (value + shift).bitPattern &- shift.bitPattern)
  }
}

extension FixedPoint: CustomStringConvertible {
  /// Decimal without trailing zeros: `1234.5`, `-0.00000001`, `0`.
  public var description: String {
    var text = TextBuffer()
    text.append(self)
    return text.string
  }
}
