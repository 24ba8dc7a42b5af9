#pragma once
#include <vector>

/**
 * Dense linear algebra in double, beyond what training needs: systems of equations and symmetric eigenvalues. Matrices
 * are square and row by row. Every sum has one fixed order, so that all builds give the same bits.
 */
namespace nablab {

/**
 * Solves A·x = b by LU decomposition with partial pivoting (Golub & Van Loan 2013, section 3.4), in place and without
 * allocating: `matrix` [n][n] is overwritten by its factors, `vector` [n] by x. False, with x undefined, if a
 * pivot is zero or not finite.
 */
bool solve(int n, double* matrix, double* vector);

/** Eigenvalues in ascending order, and row by row their eigenvectors of length 1. */
struct Eigensystem {
  /** [n]; NaN throughout if the matrix held what is not finite. */
  std::vector<double> values;
  /** [n][n]: row i belongs to `values[i]`; its largest component is positive. */
  std::vector<double> vectors;
};

/**
 * All eigenvalues and eigenvectors of a symmetric matrix [n][n], of which both triangles are read: Householder's
 * tridiagonal form, then the implicit QR algorithm with Wilkinson's shift (Golub & Van Loan 2013, sections 8.3.1 to
 * 8.3.3). About 6·n³ operations. Errors of eigenvalues are a few units of rounding of the largest one.
 */
Eigensystem symmetricEigen(int n, std::vector<double> matrix);

}  // namespace nablab
