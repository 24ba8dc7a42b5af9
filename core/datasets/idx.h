#pragma once
#include <string>
#include <string_view>

#include "../value.h"
#include "dataset.h"

/** IDX, the format of MNIST (LeCun, Cortes & Burges 1998, "The IDX file format"). */
namespace nablab {

/** What an IDX file of bytes holds: one number by item (labels), or height × width by item (images). */
struct IdxFile {
  int items, height, width;
  bool isImages;
  /** items × height × width. */
  std::string_view values;
};

/**
 * Reads the header and checks it against the number of bytes before anything is allocated. Refuses with IDX_MAGIC what
 * is no IDX file, with IDX_BYTE_ORDER one whose header is little-endian, with IDX_TYPE other numbers than bytes, with
 * IDX_DIMENSIONS other than 1 or 3 dimensions and empty ones, with IDX_SIZE a body of another length than the header
 * says, and with LIMIT what is too large.
 */
IdxFile readIdx(const std::string& name, std::string_view bytes);

/**
 * Images with their labels, the first `rows` of them at most; pixels from 0 to 1. Refuses with IDX_PAIR files that
 * don't belong together and with IDX_LABEL a label that is no class.
 */
Dataset pairOfIdx(const IdxFile& images, const IdxFile& labels, int classes, int rows);

/** What a person must know of a file: {items, height, width, isImages, classes}: `classes` of labels, otherwise 0. */
Value idxReport(const std::string& name, std::string_view bytes);

}  // namespace nablab
