#include "dataBindings.h"

#include "../core/datasets/expression.h"
#include "../core/datasets/idx.h"
#include "../core/sha256.h"

namespace nablab {

using emscripten::val;

std::string bytesOf(const val& array) {
  const double length = array["length"].as<double>();
  if (!(length <= Limits::idxBytes))
    throw Refusal("LIMIT", "file", textOf(length) + " bytes long",
                  "up to " + std::to_string(Limits::idxBytes) + " bytes");
  std::string bytes(static_cast<std::size_t>(length), '\0');
  auto* begin = reinterpret_cast<unsigned char*>(bytes.data());
  val(emscripten::typed_memory_view(bytes.size(), begin)).call<void>("set", array);
  return bytes;
}

namespace {

/** The knobs of the format alone, read from an object with some of them. */
CsvFormat formatOf(const val& options) {
  const Value record = fromJavaScript(options, 2);
  if (record.isNull()) return {};
  requireRecord(record, "format");
  Csv csv;
  std::vector<std::string> known{"header", "separator", "decimal"};
  refuseUnknownMembers(record, "format", known);
  readKnobs(kindSpec<Csv>(), &csv, record, "format");
  return {csv.header, csv.separator, csv.decimal};
}

val reportOfCsv(std::string name, val bytes, val format) {
  return guarded([&] { return toJavaScript(csvReport(name, bytesOf(bytes), formatOf(format))); });
}
val reportOfIdx(std::string name, val bytes) {
  return guarded([&] { return toJavaScript(idxReport(name, bytesOf(bytes))); });
}
std::string hashOf(val bytes) {
  return guarded([&] { return sha256(bytesOf(bytes)); });
}
void checkExpression(std::string text) {
  guarded([&] { Expression(text, "data.expression"); });
}

}  // namespace

void bindDataFunctions() {
  emscripten::function("csvReport", &reportOfCsv);
  emscripten::function("idxReport", &reportOfIdx);
  emscripten::function("sha256", &hashOf);
  emscripten::function("checkExpression", &checkExpression);
}

}  // namespace nablab
