#include "idx.h"

#include <algorithm>
#include <cstdint>

#include "../limits.h"
#include "../refusal.h"
#include "../value.h"

namespace nablab {

namespace {

unsigned byteAt(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

std::uint32_t bigEndian(std::string_view bytes, std::size_t i) {
  return byteAt(bytes, i) << 24 | byteAt(bytes, i + 1) << 16 | byteAt(bytes, i + 2) << 8 | byteAt(bytes, i + 3);
}

std::uint32_t littleEndian(std::string_view bytes, std::size_t i) {
  return byteAt(bytes, i + 3) << 24 | byteAt(bytes, i + 2) << 16 | byteAt(bytes, i + 1) << 8 | byteAt(bytes, i);
}

/** The product, or more than any file has: each step is checked, so that nothing can wrap around. */
std::uint64_t product(const std::uint32_t* dimensions, std::size_t count) {
  std::uint64_t total = 1;
  for (std::size_t i = 0; i < count; ++i) {
    if (dimensions[i] != 0 && total > UINT64_MAX / dimensions[i]) return UINT64_MAX;
    total *= dimensions[i];
  }
  return total;
}

const char* nameOfType(unsigned type) {
  switch (type) {
    case 0x09:
      return "signed bytes";
    case 0x0B:
      return "16-bit numbers";
    case 0x0C:
      return "32-bit numbers";
    case 0x0D:
      return "floating-point numbers";
    case 0x0E:
      return "double-precision numbers";
    default:
      return "of an unknown type";
  }
}

/** Refuses what the four bytes at the beginning tell; returns the number of dimensions. */
std::size_t readMagic(const std::string& name, std::string_view bytes) {
  const std::string allowed = "an IDX file of bytes, as MNIST's";
  if (bytes.size() < 4) throw Refusal("IDX_MAGIC", name, std::to_string(bytes.size()) + " bytes long", allowed);
  const unsigned type = byteAt(bytes, 2), dimensions = byteAt(bytes, 3);
  if (byteAt(bytes, 0) != 0 || byteAt(bytes, 1) != 0) {
    if (byteAt(bytes, 2) == 0 && byteAt(bytes, 3) == 0 && byteAt(bytes, 1) == 0x08)
      throw Refusal("IDX_BYTE_ORDER", name, "written with its bytes in reverse order", "most significant bytes first");
    throw Refusal("IDX_MAGIC", name, "no IDX file", allowed);
  }
  if (type == 0 && dimensions == 0) throw Refusal("IDX_MAGIC", name, "no IDX file", allowed);
  if (type != 0x08) throw Refusal("IDX_TYPE", name, nameOfType(type), "unsigned bytes (type 0x08)");
  if (dimensions != 1 && dimensions != 3)
    throw Refusal("IDX_DIMENSIONS", name, std::to_string(dimensions) + " dimensions",
                  "1 for labels, 3 for images (count, height, width)");
  return dimensions;
}

}  // namespace

IdxFile readIdx(const std::string& name, std::string_view bytes) {
  if (bytes.size() > static_cast<std::size_t>(Limits::idxBytes))
    throw Refusal("LIMIT", name, std::to_string(bytes.size()) + " bytes long",
                  "up to " + std::to_string(Limits::idxBytes) + " bytes");
  const std::size_t count = readMagic(name, bytes), header = 4 + 4 * count;
  if (bytes.size() < header)
    throw Refusal("IDX_SIZE", name, std::to_string(bytes.size()) + " bytes long",
                  std::to_string(header) + " bytes of header at least");
  std::uint32_t dimensions[3], swapped[3];
  for (std::size_t i = 0; i < count; ++i) {
    dimensions[i] = bigEndian(bytes, 4 + 4 * i);
    swapped[i] = littleEndian(bytes, 4 + 4 * i);
  }
  const std::uint64_t body = bytes.size() - header, expected = product(dimensions, count);
  if (body != expected && body == product(swapped, count))
    throw Refusal("IDX_BYTE_ORDER", name, "written with its bytes in reverse order", "most significant bytes first");
  if (expected == 0) throw Refusal("IDX_DIMENSIONS", name, "empty", "at least one item of at least one pixel");
  if (body != expected)
    throw Refusal("IDX_SIZE", name, std::to_string(body) + " bytes long after its header",
                  expected == UINT64_MAX ? "more bytes than a file can hold, by its header"
                                         : std::to_string(expected) + " bytes by its header");
  const std::uint32_t height = count == 3 ? dimensions[1] : 1, width = count == 3 ? dimensions[2] : 1;
  const auto side = static_cast<std::uint32_t>(Limits::imageSide);
  if (height > side || width > side)
    throw Refusal("LIMIT", name, std::to_string(height) + " × " + std::to_string(width) + " pixels",
                  "up to " + std::to_string(side) + " × " + std::to_string(side));
  // The number of items fits: it is no larger than that of bytes.
  return {static_cast<int>(dimensions[0]), static_cast<int>(height), static_cast<int>(width), count == 3,
          bytes.substr(header)};
}

Dataset pairOfIdx(const IdxFile& images, const IdxFile& labels, int classes, int rows) {
  if (!images.isImages || labels.isImages)
    throw Refusal("IDX_PAIR", images.isImages ? "data.labelsSha256" : "data.sha256",
                  images.isImages ? "a file of images" : "a file of labels",
                  images.isImages ? "a file of labels" : "a file of images");
  if (images.items != labels.items)
    throw Refusal("IDX_PAIR", "data.labelsSha256",
                  std::to_string(labels.items) + " labels for " + std::to_string(images.items) + " images",
                  "as many labels as images");
  const int pixels = images.height * images.width;
  Dataset data;
  data.rows = std::min({rows, images.items, Limits::fileRows, Limits::dataNumbers / pixels});
  data.task = {{images.height, images.width, 1}, classes, 1, data.rows};
  for (int row = 0; row < data.rows; ++row) {
    const unsigned label = byteAt(labels.values, static_cast<std::size_t>(row));
    if (label >= static_cast<unsigned>(classes))
      throw Refusal("IDX_LABEL", "data.labelsSha256", std::to_string(label) + " in item " + std::to_string(row + 1),
                    "classes from 0 to " + std::to_string(classes - 1));
    data.y.push_back(label);
  }
  const std::size_t numbers = static_cast<std::size_t>(data.rows) * static_cast<std::size_t>(pixels);
  data.x.resize(numbers);
  for (std::size_t i = 0; i < numbers; ++i) data.x[i] = byteAt(images.values, i) / 255.0;
  return data;
}

Value idxReport(const std::string& name, std::string_view bytes) {
  const IdxFile file = readIdx(name, bytes);
  int classes = 0;
  for (std::size_t i = 0; !file.isImages && i < file.values.size(); ++i)
    classes = std::max(classes, static_cast<int>(byteAt(file.values, i)) + 1);
  Value report;
  report.set("items", file.items);
  report.set("height", file.height);
  report.set("width", file.width);
  report.set("isImages", file.isImages);
  report.set("classes", classes);
  return report;
}

}  // namespace nablab
