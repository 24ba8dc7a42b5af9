#pragma once

namespace nablab {

/**
 * Every bound that validation enforces beside the knobs' own ranges, in one table; the catalog lists it. Whoever reads
 * from outside checks before he allocates.
 */
struct Limits {
  static constexpr int titleBytes = 400, notesBytes = 8000, layers = 64, regularizers = 8, preprocessing = 8;
  static constexpr int logEntries = 1000, parameters = 1'000'000, externalRows = 100'000, depth = 32,
                       textBytes = 65'536;
  /** Numbers in all slots of an optimizer together. */
  static constexpr int slotNumbers = 8'000'000;
  /** Numbers between the layers, for a whole batch in both directions: 80 MB in single precision. */
  static constexpr int activations = 20'000'000;
  /** Of a network, after preprocessing. */
  static constexpr int inputs = 4096;
  /** Principal components take time with the cube of the inputs. */
  static constexpr int pcaInputs = 400;
  /** Formulas: bytes, and parentheses, functions and signs within each other. */
  static constexpr int expressionBytes = 400, expressionDepth = 32;
  static constexpr int drawnPoints = 300, classes = 512;
  /** Files as the core gets them, unpacked: bytes of a CSV and of an IDX file, how many are kept. */
  static constexpr int csvBytes = 20'000'000, idxBytes = 64'000'000, files = 4;
  static constexpr int csvColumns = 10'000, fileRows = 1'000'000, imageSide = 64;
  /** Rows × inputs of a data set. */
  static constexpr int dataNumbers = 4'000'000;
};

}  // namespace nablab
