#include <cstring>

#include "core/safetensors.h"
#include "core/savedState.h"
#include "support.h"

namespace nablab {
namespace {

using Bytes = std::vector<unsigned char>;

/** A file of this header and so many bytes of zeros behind it. */
Bytes fileOf(const std::string& header, std::size_t dataBytes, std::uint64_t length) {
  Bytes file;
  for (int i = 0; i < 8; ++i) file.push_back(static_cast<unsigned char>(length >> (8 * i)));
  file.insert(file.end(), header.begin(), header.end());
  file.resize(file.size() + dataBytes);
  return file;
}
Bytes fileOf(const std::string& header, std::size_t dataBytes = 0) { return fileOf(header, dataBytes, header.size()); }

std::string codeOf(const Bytes& file) {
  const std::string refusal = refusalOf([&] { readSafetensors(file.data(), file.size()); });
  return refusal.substr(0, refusal.find(' '));
}

std::string tensorText(const std::string& name, const std::string& shape, const std::string& offsets,
                       const std::string& type = "F32") {
  return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
}
std::string codeOfTensors(const std::string& tensors, std::size_t dataBytes) {
  return codeOf(fileOf("{" + tensors + "}", dataBytes));
}

TEST_CASE("row 46: a file shorter than its length prefix, or a header longer than the file or too long, is refused",
          "[safetensors]") {
  for (std::size_t size = 0; size < 8; ++size) CHECK(codeOf(Bytes(size, 1)) == "SAFETENSORS_HEADER_SHORT");
  CHECK(codeOf(fileOf("{}", 0, 3)) == "SAFETENSORS_HEADER_CUT");
  CHECK(codeOf(fileOf("{}", 0, ~std::uint64_t{0})) == "SAFETENSORS_HEADER_TOO_LARGE");
  CHECK(codeOf(fileOf("{}", 0, 100'000'001)) == "SAFETENSORS_HEADER_TOO_LARGE");
  const std::string largest(SafetensorsLimits::headerBytes - 2, ' ');
  CHECK(codeOf(fileOf("{}" + largest)) == "");
  CHECK(codeOf(fileOf("{} " + largest)) == "SAFETENSORS_HEADER_TOO_LARGE");
}

TEST_CASE("row 47: a header must be UTF-8 and JSON of the format's form; blanks around it are allowed",
          "[safetensors]") {
  CHECK(codeOf(fileOf("{}")) == "");
  CHECK(codeOf(fileOf("\n {} \t")) == "");
  CHECK(codeOf(fileOf("{\"__metadata__\":{\"\xC3\xA9\":\"\\u00e9\\ud83d\\ude00\"}}")) == "");
  for (const char* broken : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"})
    CHECK(codeOf(fileOf(std::string("{\"__metadata__\":{\"a\":\"") + broken + "\"}}")) ==
          "SAFETENSORS_HEADER_ENCODING");
  for (const char* broken : {"",
                             "[]",
                             "null",
                             "{",
                             "}",
                             "{}}",
                             "{} x",
                             "{\"a\"}",
                             "{\"a\":}",
                             "{\"a\":1}",
                             "{\"a\":{}}",
                             "{,}",
                             "{\"a\":{},}",
                             "{'a':{}}",
                             "{\"__metadata__\":{\"a\":1}}",
                             "{\"__metadata__\":{\"a\":\"\\x\"}}",
                             "{\"__metadata__\":{\"a\":\"\\ud800\"}}",
                             "{\"__metadata__\":{\"a\":\"\\udc00\"}}",
                             "{\"__metadata__\":{\"a\":\"\\u12g4\"}}",
                             "{\"__metadata__\":{\"a\":\"\n\"}}",
                             "{\"__metadata__\":{\"a\":\"",
                             "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"more\":1}}",
                             "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}",
                             "{\"a\":{\"dtype\":\"F32\",\"shape\":[01],\"data_offsets\":[0,4]}}",
                             "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,],\"data_offsets\":[0,4]}}",
                             "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}",
                             "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
                             "{\"a\":{\"dtype\":1,\"shape\":[1],\"data_offsets\":[0,4]}}"}) {
    INFO(broken);
    CHECK(codeOf(fileOf(broken, 4)) == "SAFETENSORS_HEADER_SYNTAX");
  }
  const std::string tensor = tensorText("a", "[1]", "[0,4]");
  CHECK(codeOfTensors(tensor + "," + tensor, 4) == "SAFETENSORS_HEADER_DUPLICATE");
  CHECK(codeOfTensors("\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}", 4) ==
        "SAFETENSORS_HEADER_DUPLICATE");
  CHECK(codeOf(fileOf("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}")) == "SAFETENSORS_HEADER_DUPLICATE");
  CHECK(codeOf(fileOf("{\"__metadata__\":{},\"__metadata__\":{}}")) == "SAFETENSORS_HEADER_DUPLICATE");
}

TEST_CASE("row 48: offsets must cover the data once, from the first byte to the last", "[safetensors]") {
  const auto two = [](const std::string& a, const std::string& b) {
    return codeOfTensors(tensorText("a", "[1]", a) + "," + tensorText("b", "[1]", b), 8);
  };
  CHECK(two("[0,4]", "[4,8]") == "");
  CHECK(two("[4,8]", "[0,4]") == "");
  CHECK(two("[-1,3]", "[4,8]") == "SAFETENSORS_TENSOR_NEGATIVE");
  CHECK(two("[4,0]", "[4,8]") == "SAFETENSORS_OFFSET_ORDER");
  CHECK(two("[0,4]", "[8,12]") == "SAFETENSORS_OFFSET_OUTSIDE");
  CHECK(two("[0,4]", "[2,6]") == "SAFETENSORS_OFFSET_OVERLAP");
  CHECK(two("[0,4]", "[0,4]") == "SAFETENSORS_OFFSET_OVERLAP");
  CHECK(codeOfTensors(tensorText("a", "[1]", "[4,8]"), 8) == "SAFETENSORS_OFFSET_HOLE");
  CHECK(codeOfTensors(tensorText("a", "[1]", "[0,4]"), 8) == "SAFETENSORS_OFFSET_END");
  CHECK(codeOf(fileOf("{}", 1)) == "SAFETENSORS_OFFSET_END");
}

TEST_CASE("row 49: shape and type must give exactly the bytes of the offsets, without overflow", "[safetensors]") {
  const auto one = [](const std::string& shape, const std::string& offsets, std::size_t bytes) {
    return codeOfTensors(tensorText("a", shape, offsets), bytes);
  };
  CHECK(one("[1000000]", "[0,4]", 4) == "SAFETENSORS_TENSOR_BYTES");
  CHECK(one("[4194305,4194305,211106198978564]", "[0,16]", 16) == "SAFETENSORS_TENSOR_OVERFLOW");
  CHECK(one("[18446744073709551616]", "[0,16]", 16) == "SAFETENSORS_TENSOR_OVERFLOW");
  CHECK(one("[1,1,1,1,1,1,1,1]", "[0,4]", 4) == "");
  CHECK(one("[1,1,1,1,1,1,1,1,1]", "[0,4]", 4) == "SAFETENSORS_TENSOR_RANK");
  CHECK(one("[]", "[0,4]", 4) == "");
  CHECK(one("[3,0]", "[0,0]", 0) == "");
  CHECK(codeOfTensors(tensorText("a", "[0]", "[0,0]") + "," + tensorText("b", "[1]", "[0,4]"), 4) == "");
  CHECK(one("[-1]", "[0,4]", 4) == "SAFETENSORS_TENSOR_NEGATIVE");
}

TEST_CASE("row 50: more than 1024 tensors are refused", "[safetensors]") {
  std::string header;
  for (int i = 0; i < 1024; ++i) header += (i > 0 ? "," : "") + tensorText(std::to_string(i), "[0]", "[0,0]");
  CHECK(codeOfTensors(header, 0) == "");
  CHECK(codeOfTensors(header + "," + tensorText("more", "[0]", "[0,0]"), 0) == "SAFETENSORS_TENSOR_COUNT");
}

TEST_CASE("row 51: every type of the format is known, and no other", "[safetensors]") {
  const std::pair<const char*, int> types[] = {{"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E5M2", 1}, {"F8_E4M3", 1},
                                               {"I16", 2},  {"U16", 2}, {"F16", 2}, {"BF16", 2},    {"I32", 4},
                                               {"U32", 4},  {"F32", 4}, {"I64", 8}, {"U64", 8},     {"F64", 8}};
  for (const auto& [type, bytes] : types) {
    const std::string offsets = "[0," + std::to_string(3 * bytes) + "]";
    CHECK(codeOfTensors(tensorText("a", "[3]", offsets, type), static_cast<std::size_t>(3 * bytes)) == "");
  }
  for (const char* type : {"", "F", "F33", "f32", "U8 I8", " "})
    CHECK(codeOfTensors(tensorText("a", "[1]", "[0,4]", type), 4) == "SAFETENSORS_TENSOR_TYPE");
}

Value smallDocument(const std::string& optimizer) {
  Value document = fromText(R"({"version": 1, "data": {"kind": "circle", "size": 60}, "layers":
    [{"kind": "dense", "units": 3}, {"kind": "activation"}, {"kind": "dense", "units": 1}]})");
  document.set("optimizer", Value::Record{{"kind", optimizer}});
  return document;
}

template <class Real>
void checkContinues(const std::string& optimizer) {
  INFO(optimizer);
  Session<Real> first, second;
  first.configure(smallDocument(optimizer));
  first.step(40);
  const Bytes saved = first.saveState();
  second.configure(smallDocument(optimizer));
  second.step(7);
  second.loadState(saved);
  CHECK(second.status().step == 40);
  CHECK(second.hash() == first.hash());
  CHECK(second.status().batchLoss == first.status().batchLoss);
  CHECK(second.saveState() == saved);
  first.step(30);
  second.step(30);
  CHECK(second.hash() == first.hash());
}

TEST_CASE("a state that is loaded continues with the same bits, for every optimizer and in both precisions",
          "[safetensors]") {
  for (const std::string& optimizer : kindsOf("optimizers")) {
    Session<float> session;
    if (!refusalOf([&] { session.configure(smallDocument(optimizer)); }).empty()) continue;
    checkContinues<float>(optimizer);
    checkContinues<double>(optimizer);
  }
}

TEST_CASE("knobs that were turned act on a loaded run as they did on the saved one", "[safetensors]") {
  Session<float> first, second;
  first.configure(smallDocument("adam"));
  first.step(10);
  first.turn("optimizer.learningRate", 0.2);
  first.step(10);
  second.configure(first.experiment());
  second.loadState(first.saveState());
  CHECK(second.status().learningRate == 0.2);
  first.step(10);
  second.step(10);
  CHECK(second.hash() == first.hash());
}

/** A saved file with one piece of its header replaced by another of equal length. */
Bytes edited(Bytes file, const std::string& from, const std::string& to) {
  REQUIRE(from.size() == to.size());
  const auto place = std::search(file.begin(), file.end(), from.begin(), from.end());
  REQUIRE(place != file.end());
  std::copy(to.begin(), to.end(), place);
  return file;
}

TEST_CASE("rows 51 and 53: all tensors that do not fit are told at once, and nothing is loaded", "[safetensors]") {
  Session<float> session, other;
  session.configure(smallDocument("momentum"));
  session.step(3);
  Value document = smallDocument("momentum");
  document.find("layers")->list()->front().set("units", 4);
  other.configure(document);
  const std::string before = session.hash(), found = refusalOf([&] { session.loadState(other.saveState()); });
  CHECK(found.find("STATE_MISMATCH file: 6 tensors that do not fit") == 0);
  CHECK(found.find("\"layers.0.weight\" is F32 [2, 4] instead of F32 [2, 3]") != std::string::npos);
  CHECK(found.find("\"optimizer.v.layers.2.weight\" is F32 [4, 1] instead of F32 [3, 1]") != std::string::npos);
  const Bytes saved = session.saveState();
  const auto refusedEdit = [&](const std::string& from, const std::string& to) {
    return refusalOf([&] { session.loadState(edited(saved, from, to)); });
  };
  CHECK(refusedEdit("F32", "I32").find("is I32 [3] instead of F32 [3]") != std::string::npos);
  const std::string renamed = refusedEdit("\"layers.2.bias\"", "\"layers.9.bias\"");
  CHECK(renamed.find("\"layers.2.bias\" is missing") != std::string::npos);
  CHECK(renamed.find("\"layers.9.bias\" is unknown here") != std::string::npos);
  CHECK(refusedEdit("step 3;", "step x;").find("STATE_BROKEN __metadata__.nablab") == 0);
  CHECK(refusedEdit("state 1", "state 2").find("STATE_BROKEN") == 0);
  Session<double> twice;
  twice.configure(smallDocument("momentum"));
  CHECK(refusalOf([&] { twice.loadState(saved); }).find("is F32 [3] instead of F64 [3]") != std::string::npos);
  CHECK(session.hash() == before);
  CHECK(session.status().step == 3);
}

TEST_CASE("row 52: numbers that are not finite are loaded as they are, and the next step tells of them",
          "[safetensors]") {
  Session<float> session;
  session.configure(smallDocument("gradientDescent"));
  session.step(1);
  Bytes saved = session.saveState();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::memcpy(saved.data() + saved.size() - sizeof nan, &nan, sizeof nan);
  session.loadState(saved);
  CHECK(session.step(1) == 0);
  CHECK(session.status().diverged->quantity == "weight");
}

TEST_CASE("row 54: names from a file are text, whatever they are", "[safetensors]") {
  Session<float> session;
  session.configure(smallDocument("gradientDescent"));
  const Bytes file = fileOf("{" + tensorText("__proto__", "[1]", "[0,4]") + "," +
                                tensorText("<b>\\n" + std::string(1000, 'x'), "[0]", "[0,0]") +
                                ",\"__metadata__\":{\"<script>\":\"<script>\"}}",
                            4);
  const std::string refusal = refusalOf([&] { session.loadState(file); });
  CHECK(refusal.find("\"__proto__\" is unknown here; \"<b> xxx") != std::string::npos);
  CHECK(refusal.size() < 600);
}

TEST_CASE("a file of parameters alone is loaded without touching step and slots", "[safetensors]") {
  Session<float> session;
  session.configure(smallDocument("gradientDescent"));
  session.step(5);
  const std::vector<double> wanted = session.parameters();
  const Bytes plain = edited(session.saveState(), "\"nablab\"", "\"other!\"");
  session.step(5);
  session.loadState(plain);
  CHECK(session.parameters() == wanted);
  CHECK(session.status().step == 10);
  CHECK(refusalOf([&] { session.seek(2); }).substr(0, 14) == "NOT_REPLAYABLE");
}

}  // namespace
}  // namespace nablab
