#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/**
 * The safetensors format (Hugging Face, format 0.3): 8 bytes with the header's length (little endian), a header of
 * JSON, `{"name": {"dtype": "F32", "shape": [2, 4], "data_offsets": [0, 32]}, "__metadata__": {"key": "text"}}`, then
 * the numbers of all tensors without gaps. The reader trusts nothing: a file is checked completely, and nothing of the
 * size that it claims is allocated before.
 */
namespace nablab {

/** Bounds of what is read, beside those of the format itself. */
struct SafetensorsLimits {
  static constexpr std::uint64_t headerBytes = 1 << 20;
  static constexpr std::size_t tensors = 1024, metadata = 64, rank = 8;
};

/** What the header tells of a tensor; its bytes lie in [begin, end) behind the header. */
struct StoredTensor {
  /** `type` is one of the format's: F32, F64, I64, BF16, … */
  std::string name, type;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin = 0, end = 0;
};

struct SafetensorsFile {
  std::vector<StoredTensor> tensors;
  std::vector<std::pair<std::string, std::string>> metadata;
  /** Behind the header; only valid as long as the bytes that were read. */
  const unsigned char* data = nullptr;

  /** Null if there is none of that name. */
  const StoredTensor* find(const std::string& name) const;
};

/**
 * Reads and checks a whole file. Refuses with HEADER_SHORT (fewer than 8 bytes), HEADER_TOO_LARGE, HEADER_CUT (longer
 * than the file), HEADER_ENCODING, HEADER_SYNTAX, HEADER_DUPLICATE, TENSOR_COUNT, TENSOR_TYPE, TENSOR_RANK,
 * TENSOR_NEGATIVE, TENSOR_OVERFLOW, TENSOR_BYTES (shape and type disagree with the offsets), OFFSET_ORDER,
 * OFFSET_OUTSIDE, OFFSET_OVERLAP, OFFSET_HOLE or OFFSET_END, each behind "SAFETENSORS_".
 */
SafetensorsFile readSafetensors(const unsigned char* bytes, std::size_t size);

/** A tensor to be written; `data` points to `bytes` bytes in little endian. */
struct TensorBytes {
  std::string name;
  std::vector<int> shape;
  const void* data;
  std::size_t bytes;
};

/**
 * The file of these tensors, all of one type (F32, F64), sorted by name as the reference implementation does, with one
 * entry of metadata. Names and texts must be plain ASCII without quotes and backslashes.
 */
std::vector<unsigned char> writeSafetensors(std::vector<TensorBytes> tensors, const std::string& type,
                                            const std::string& metadataKey, const std::string& metadataText);

}  // namespace nablab
