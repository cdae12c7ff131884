internal import Glibc

/// The parameters of a stationary GARCH(1,1): rₜ = μ + eₜ, hₜ = ω + α e²ₜ₋₁ + β hₜ₋₁ (Bollerslev 1986).
///
/// μ is in the unit of the returns, ω in its square. Always ω > 0, α ≥ 0, β ≥ 0 and α + β < 1.
package struct GARCHParameters: Equatable, Sendable {
  /// The mean return; zero where the model has a zero mean.
  package let mu: Double
  package let omega: Double
  package let alpha: Double
  package let beta: Double

  package init(mu: Double, omega: Double, alpha: Double, beta: Double) throws(InvalidGARCHParameters) {
    self.init(unchecked: mu, omega, alpha, beta)
    guard mu.isFinite, 0 < omega, omega < .infinity, 0 <= alpha, 0 <= beta, alpha + beta < 1 else {
      throw InvalidGARCHParameters(mu: mu, omega: omega, alpha: alpha, beta: beta)
    }
  }

  init(unchecked mu: Double, _ omega: Double, _ alpha: Double, _ beta: Double) {
    self.mu = mu
    self.omega = omega
    self.alpha = alpha
    self.beta = beta
  }

  /// α + β: the share of a shock to the variance that is left one step later.
  package var persistence: Double { alpha + beta }

  /// Steps until half of a shock to the variance is left: ln ½ / ln(α + β); zero without persistence.
  package var halfLife: Double { persistence > 0 ? log(0.5) / log(persistence) : 0 }

  /// ω / (1 − α − β): where forecasts of the variance settle.
  package var unconditionalVariance: Double { omega / (1 - persistence) }

  /// Each parameter to seven significant decimal digits: what a replay may use.
  ///
  /// LAPACK's last bits differ between processors; seven digits in, they are gone. A persistence within 1e-6 of one
  /// could be rounded up to one: fits stay below that.
  package func rounded() -> GARCHParameters {
    GARCHParameters(
      unchecked: mu.rounded(toSignificantDigits: 7), omega.rounded(toSignificantDigits: 7),
      alpha.rounded(toSignificantDigits: 7), beta.rounded(toSignificantDigits: 7))
  }
}

/// Parameters that no stationary GARCH(1,1) has.
package struct InvalidGARCHParameters: Error, Equatable, CustomStringConvertible {
  package let mu: Double
  package let omega: Double
  package let alpha: Double
  package let beta: Double

  package var description: String {
    """
    mu \(mu), omega \(omega), alpha \(alpha), beta \(beta) are not the parameters of a stationary GARCH(1,1): \
    omega must be above 0, alpha and beta not below 0, and their sum below 1.
    """
  }
}
