internal import CLAPACK
internal import Synchronization

extension SymmetricMatrix {
  /// Held through every call: Debian's serial OpenBLAS keeps its working memory where all callers share it, and two at a
  /// time spoil each other's last digits. One BLAS thread, set before the first call: more would change last bits and gain
  /// nothing at these sizes.
  private static let library: Mutex<Void> = {
    openblas_set_num_threads(1)
    return Mutex(())
  }()

  /// The solutions of `self × x = b` for each right-hand side, or nil unless the matrix is positive definite
  /// (LAPACK `dposv`).
  ///
  /// The last bits depend on the processor, as everything of LAPACK's: round before a replay may see them.
  package func solutions(_ rightHandSides: [[Double]]) -> [[Double]]? {
    guard elements.allSatisfy(\.isFinite) else { return nil }
    var factor = elements
    var columns = rightHandSides.flatMap { $0 }
    precondition(columns.count == order * rightHandSides.count, "each right-hand side has \(order) rows")
    guard order > 0, !rightHandSides.isEmpty else { return rightHandSides }
    let n = Int32(order)
    let status = Self.library.withLock { _ in
      LAPACKE_dposv(LAPACK_COL_MAJOR, lowerTriangle, n, Int32(rightHandSides.count), &factor, n, &columns, n)
    }
    guard status == 0, columns.allSatisfy(\.isFinite) else { return nil }
    return stride(from: 0, to: columns.count, by: order).map { Array(columns[$0..<$0 + order]) }
  }

  /// The inverse, or nil unless the matrix is positive definite (LAPACK `dpotrf` and `dpotri`).
  package func inverse() -> SymmetricMatrix? {
    guard elements.allSatisfy(\.isFinite) else { return nil }
    guard order > 0 else { return self }
    var inverse = elements
    let n = Int32(order)
    let isInverted = Self.library.withLock { _ in
      LAPACKE_dpotrf(LAPACK_COL_MAJOR, lowerTriangle, n, &inverse, n) == 0
        && LAPACKE_dpotri(LAPACK_COL_MAJOR, lowerTriangle, n, &inverse, n) == 0
    }
    guard isInverted, inverse.allSatisfy(\.isFinite) else { return nil }
    // Column-major lower is row-major upper: hand it over as the lower triangle that `init` reads.
    var mirrored = inverse
    for row in 0..<order {
      for column in 0..<order { mirrored[row * order + column] = inverse[column * order + row] }
    }
    return SymmetricMatrix(order: order, elements: mirrored)
  }

  /// The kernel OpenBLAS chose for this processor, such as `Haswell`.
  package static var processorKernel: String { String(cString: openblas_get_corename()) }

  private var lowerTriangle: CChar { CChar(UInt8(ascii: "L")) }
}
