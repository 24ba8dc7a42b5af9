#include "safetensors.h"

#include <algorithm>
#include <cstring>

#include "refusal.h"
#include "value.h"

namespace nablab {

namespace {

[[noreturn, gnu::noinline]] void fail(const char* code, const std::string& place, const std::string& found,
                                      const std::string& allowed) {
  throw Refusal(code, place, found, allowed);
}

/** Bytes of one element, 0 for what is no type of the format. */
std::uint64_t bytesOf(const std::string& type) {
  constexpr struct {
    const char* names;
    std::uint64_t bytes;
  } types[] = {
      {" BOOL U8 I8 F8_E5M2 F8_E4M3 ", 1}, {" I16 U16 F16 BF16 ", 2}, {" I32 U32 F32 ", 4}, {" I64 U64 F64 ", 8}};
  for (const auto& each : types)
    if (!type.empty() && type.find(' ') == std::string::npos && std::strstr(each.names, (" " + type + " ").c_str()))
      return each.bytes;
  return 0;
}

/** Whether the bytes are UTF-8 as Unicode 15, table 3-7, defines it: shortest forms only, no surrogates. */
bool isUtf8(const unsigned char* text, std::size_t size) {
  for (std::size_t i = 0; i < size;) {
    const unsigned lead = text[i++];
    if (lead < 0x80) continue;
    const int rest = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || size - i < static_cast<std::size_t>(rest)) return false;
    const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (text[i] < low || text[i] > high) return false;
    for (int k = 1; k < rest; ++k)
      if ((text[i + static_cast<std::size_t>(k)] & 0xC0) != 0x80) return false;
    i += static_cast<std::size_t>(rest);
  }
  return true;
}

/** Reads the JSON of a header, which has a fixed shape: no nesting but what is expected, so no depth to limit. */
class HeaderReader {
 public:
  HeaderReader(const char* header, std::size_t size) : text(header), end(size) {}

  void read(SafetensorsFile& file) {
    members([&](const std::string& name) {
      if (name == "__metadata__")
        readMetadata(file.metadata);
      else
        readTensor(file.tensors, name);
    });
    blanks();
    if (at != end) syntax("more after the record");
  }

 private:
  [[noreturn]] void syntax(const char* found) const {
    fail("SAFETENSORS_HEADER_SYNTAX", "byte " + std::to_string(at + 8), found, "the header of a safetensors file");
  }

  void blanks() {
    while (at < end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) ++at;
  }

  /** The next character that is no blank, which is stepped over if it is the wanted one. */
  bool skips(char wanted) {
    blanks();
    if (at == end || text[at] != wanted) return false;
    ++at;
    return true;
  }

  void expect(char wanted, const char* otherwise) {
    if (!skips(wanted)) syntax(otherwise);
  }

  /** {"name": …, …}: `readMember` is called behind each colon. */
  template <class ReadMember>
  void members(ReadMember readMember) {
    expect('{', "no record");
    if (skips('}')) return;
    do {
      const std::string name = string();
      expect(':', "no colon");
      readMember(name);
    } while (skips(','));
    expect('}', "no end of the record");
  }

  template <class ReadElement>
  void elements(ReadElement readElement) {
    expect('[', "no list");
    if (skips(']')) return;
    do readElement();
    while (skips(','));
    expect(']', "no end of the list");
  }

  void readMetadata(std::vector<std::pair<std::string, std::string>>& metadata) {
    if (sawMetadata) fail("SAFETENSORS_HEADER_DUPLICATE", "header", "__metadata__ twice", "each name once");
    sawMetadata = true;
    members([&](const std::string& key) {
      if (metadata.size() == SafetensorsLimits::metadata)
        fail("SAFETENSORS_HEADER_TOO_LARGE", "__metadata__", "more entries",
             std::to_string(SafetensorsLimits::metadata));
      for (const auto& entry : metadata)
        if (entry.first == key)
          fail("SAFETENSORS_HEADER_DUPLICATE", "__metadata__", shortText(key) + " twice", "each name once");
      metadata.push_back({key, string()});
    });
  }

  void readTensor(std::vector<StoredTensor>& tensors, const std::string& name) {
    const std::string place = shortText(name);
    if (tensors.size() == SafetensorsLimits::tensors)
      fail("SAFETENSORS_TENSOR_COUNT", "header", "more than that",
           std::to_string(SafetensorsLimits::tensors) + " tensors");
    for (const StoredTensor& each : tensors)
      if (each.name == name) fail("SAFETENSORS_HEADER_DUPLICATE", "header", place + " twice", "each name once");
    StoredTensor tensor;
    tensor.name = name;
    std::vector<std::uint64_t> offsets;
    unsigned seen = 0;
    members([&](const std::string& member) {
      const unsigned which = member == "dtype" ? 1 : member == "shape" ? 2 : member == "data_offsets" ? 4 : 0;
      if (which == 0) syntax("an unknown member of a tensor");
      if (seen & which) fail("SAFETENSORS_HEADER_DUPLICATE", place, shortText(member) + " twice", "each name once");
      seen |= which;
      if (which == 1) tensor.type = string();
      if (which == 2) numbers(tensor.shape, place, SafetensorsLimits::rank);
      if (which == 4) numbers(offsets, place, 2);
    });
    if (seen != 7 || offsets.size() != 2) syntax("a tensor without dtype, shape or two data_offsets");
    tensor.begin = offsets[0];
    tensor.end = offsets[1];
    tensors.push_back(std::move(tensor));
  }

  void numbers(std::vector<std::uint64_t>& list, const std::string& place, std::size_t most) {
    elements([&] {
      if (list.size() == most)
        fail("SAFETENSORS_TENSOR_RANK", place, "more numbers", std::to_string(most) + " numbers");
      list.push_back(integer(place));
    });
  }

  std::uint64_t integer(const std::string& place) {
    const bool negative = skips('-');
    const std::size_t first = at;
    std::uint64_t value = 0;
    for (; at < end && text[at] >= '0' && text[at] <= '9'; ++at)
      if (__builtin_mul_overflow(value, std::uint64_t{10}, &value) ||
          __builtin_add_overflow(value, static_cast<std::uint64_t>(text[at] - '0'), &value))
        fail("SAFETENSORS_TENSOR_OVERFLOW", place, "a number of more than 64 bits", "whole numbers");
    if (at == first || (at > first + 1 && text[first] == '0')) syntax("no whole number");
    if (negative) fail("SAFETENSORS_TENSOR_NEGATIVE", place, "a negative number", "whole numbers from 0");
    return value;
  }

  std::string string() {
    expect('"', "no text");
    std::string result;
    while (at < end && text[at] != '"') {
      const char character = text[at++];
      if (static_cast<unsigned char>(character) < 0x20) syntax("a control character");
      if (character == '\\')
        escape(result);
      else
        result += character;
    }
    expect('"', "no end of the text");
    return result;
  }

  void escape(std::string& result) {
    constexpr const char *letters = "\"\\/bfnrt", *meanings = "\"\\/\b\f\n\r\t";
    const char letter = at < end ? text[at++] : ' ';
    if (letter != 'u') {
      const char* found = letter ? std::strchr(letters, letter) : nullptr;
      if (!found) syntax("an unknown escape");
      result += meanings[found - letters];
      return;
    }
    std::uint32_t code = hexadecimal();
    if (code >= 0xD800 && code < 0xDC00) {
      if (end - at < 2 || text[at] != '\\' || text[at + 1] != 'u') syntax("half a surrogate pair");
      at += 2;
      const std::uint32_t low = hexadecimal();
      if (low < 0xDC00 || low > 0xDFFF) syntax("half a surrogate pair");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code < 0xE000) {
      syntax("half a surrogate pair");
    }
    appendUtf8(result, code);
  }

  std::uint32_t hexadecimal() {
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      const int c = at < end ? text[at++] : 0;
      const int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
      if (digit < 0) syntax("no hexadecimal digit");
      code = code * 16 + static_cast<std::uint32_t>(digit);
    }
    return code;
  }

  static void appendUtf8(std::string& result, std::uint32_t code) {
    const int rest = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    constexpr std::uint32_t leads[] = {0, 0xC0, 0xE0, 0xF0};
    result += static_cast<char>(leads[rest] | (code >> (6 * rest)));
    for (int i = rest; i-- > 0;) result += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3F));
  }

  const char* text;
  std::size_t end, at = 0;
  bool sawMetadata = false;
};

void checkTensor(const StoredTensor& tensor, std::uint64_t dataBytes) {
  const std::string place = shortText(tensor.name);
  const std::string offsets = std::to_string(tensor.begin) + " to " + std::to_string(tensor.end);
  std::uint64_t bytes = bytesOf(tensor.type);
  if (bytes == 0)
    fail("SAFETENSORS_TENSOR_TYPE", place, shortText(tensor.type), "a type of safetensors, such as \"F32\"");
  for (const std::uint64_t extent : tensor.shape)
    if (__builtin_mul_overflow(bytes, extent, &bytes))
      fail("SAFETENSORS_TENSOR_OVERFLOW", place, "a shape of more than 2⁶⁴ bytes", "what the file holds");
  if (tensor.begin > tensor.end) fail("SAFETENSORS_OFFSET_ORDER", place, offsets, "a beginning before the end");
  if (tensor.end > dataBytes) fail("SAFETENSORS_OFFSET_OUTSIDE", place, offsets, "up to " + std::to_string(dataBytes));
  if (bytes != tensor.end - tensor.begin)
    fail("SAFETENSORS_TENSOR_BYTES", place, std::to_string(tensor.end - tensor.begin) + " bytes",
         std::to_string(bytes) + " bytes by type and shape");
}

/** The tensors fill the data without overlap and hole; so no byte of a file can mean two things or nothing. */
void checkCover(const std::vector<StoredTensor>& tensors, std::uint64_t dataBytes) {
  std::vector<const StoredTensor*> order;
  for (const StoredTensor& tensor : tensors) order.push_back(&tensor);
  const auto before = [](const StoredTensor* a, const StoredTensor* b) {
    return a->begin != b->begin ? a->begin < b->begin : a->end < b->end;
  };
  std::make_heap(order.begin(), order.end(), before);
  std::sort_heap(order.begin(), order.end(), before);
  std::uint64_t covered = 0;
  for (const StoredTensor* tensor : order) {
    const std::string begin = "from " + std::to_string(tensor->begin), free = "from " + std::to_string(covered);
    if (tensor->begin < covered) fail("SAFETENSORS_OFFSET_OVERLAP", shortText(tensor->name), begin, free);
    if (tensor->begin > covered) fail("SAFETENSORS_OFFSET_HOLE", shortText(tensor->name), begin, free);
    covered = tensor->end;
  }
  if (covered != dataBytes)
    fail("SAFETENSORS_OFFSET_END", "data", std::to_string(dataBytes) + " bytes",
         std::to_string(covered) + " bytes of tensors");
}

}  // namespace

const StoredTensor* SafetensorsFile::find(const std::string& name) const {
  for (const StoredTensor& tensor : tensors)
    if (tensor.name == name) return &tensor;
  return nullptr;
}

SafetensorsFile readSafetensors(const unsigned char* bytes, std::size_t size) {
  constexpr std::size_t prefix = 8;
  if (size < prefix) fail("SAFETENSORS_HEADER_SHORT", "file", std::to_string(size) + " bytes", "8 bytes or more");
  std::uint64_t length = 0;
  for (std::size_t i = prefix; i-- > 0;) length = length << 8 | bytes[i];
  if (length > SafetensorsLimits::headerBytes)
    fail("SAFETENSORS_HEADER_TOO_LARGE", "file", "a header of " + std::to_string(length) + " bytes",
         "up to " + std::to_string(SafetensorsLimits::headerBytes) + " bytes");
  if (length > size - prefix)
    fail("SAFETENSORS_HEADER_CUT", "file", "a header of " + std::to_string(length) + " bytes",
         "the " + std::to_string(size - prefix) + " bytes that follow");
  const auto headerBytes = static_cast<std::size_t>(length);
  if (!isUtf8(bytes + prefix, headerBytes)) fail("SAFETENSORS_HEADER_ENCODING", "file", "no UTF-8", "text in UTF-8");

  SafetensorsFile file;
  HeaderReader(reinterpret_cast<const char*>(bytes + prefix), headerBytes).read(file);
  const std::uint64_t dataBytes = size - prefix - headerBytes;
  for (const StoredTensor& tensor : file.tensors) checkTensor(tensor, dataBytes);
  checkCover(file.tensors, dataBytes);
  file.data = bytes + prefix + headerBytes;
  return file;
}

std::vector<unsigned char> writeSafetensors(std::vector<TensorBytes> tensors, const std::string& type,
                                            const std::string& metadataKey, const std::string& metadataText) {
  const auto before = [](const TensorBytes& a, const TensorBytes& b) { return a.name < b.name; };
  std::make_heap(tensors.begin(), tensors.end(), before);
  std::sort_heap(tensors.begin(), tensors.end(), before);
  const auto quoted = [](const std::string& text) { return "\"" + text + "\""; };
  std::string header = "{\"__metadata__\":{" + quoted(metadataKey) + ":" + quoted(metadataText) + "}";
  std::size_t offset = 0;
  for (const TensorBytes& tensor : tensors) {
    header += "," + quoted(tensor.name) + ":{\"dtype\":" + quoted(type) + ",\"shape\":[";
    for (std::size_t i = 0; i < tensor.shape.size(); ++i)
      header += (i > 0 ? "," : "") + std::to_string(tensor.shape[i]);
    header += "],\"data_offsets\":[" + std::to_string(offset) + "," + std::to_string(offset + tensor.bytes) + "]}";
    offset += tensor.bytes;
  }
  header += "}";
  // Numbers begin at a multiple of their size.
  while (header.size() % 8 != 0) header += ' ';
  std::vector<unsigned char> file;
  file.reserve(8 + header.size() + offset);
  for (int i = 0; i < 8; ++i)
    file.push_back(static_cast<unsigned char>(static_cast<std::uint64_t>(header.size()) >> (8 * i)));
  file.insert(file.end(), header.begin(), header.end());
  for (const TensorBytes& tensor : tensors) {
    const auto* bytes = static_cast<const unsigned char*>(tensor.data);
    file.insert(file.end(), bytes, bytes + tensor.bytes);
  }
  return file;
}

}  // namespace nablab
