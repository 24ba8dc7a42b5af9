#include "../support.h"
#include "core/datasets/files.h"
#include "core/datasets/idx.h"
#include "core/sha256.h"

/** Files named by their SHA-256, and IDX: rows 40 to 45 of the table of faults. */
namespace nablab {
namespace {

TEST_CASE("sha256 gives the digests of FIPS 180 and NIST's examples", "[files]") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256(std::string(1000000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  // Around the length at which the padding takes a block of its own.
  CHECK(sha256(std::string(55, 'a')) == "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  CHECK(sha256(std::string(56, 'a')) == "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
  CHECK(sha256(std::string(64, 'a')) == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

std::string bytesOf(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) bytes += static_cast<char>(value);
  return bytes;
}

/** An IDX file of bytes with these dimensions and a body of ascending values. */
std::string idx(std::initializer_list<std::uint32_t> dimensions, std::size_t body, int type = 8) {
  std::string bytes = bytesOf({0, 0, type, static_cast<int>(dimensions.size())});
  for (const std::uint32_t each : dimensions)
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(each >> shift);
  for (std::size_t i = 0; i < body; ++i) bytes += static_cast<char>(i % 7);
  return bytes;
}

std::string refused(const std::string& bytes) {
  return refusalOf([&] { readIdx("t", bytes); });
}

TEST_CASE("an IDX file of images is read as it is written", "[files]") {
  const std::string bytes = idx({2, 2, 3}, 12);
  const IdxFile file = readIdx("t", bytes);
  CHECK((file.items == 2 && file.height == 2 && file.width == 3 && file.isImages));
  CHECK(file.values.size() == 12);
  const std::string labels = idx({2}, 2);
  const Dataset data = pairOfIdx(file, readIdx("l", labels), 10, 100);
  CHECK(data.rows == 2);
  CHECK(data.y == std::vector<double>{0, 1});
  CHECK(data.x[3] == 3 / 255.0);
  CHECK(data.task.shape.height == 2);
  CHECK(pairOfIdx(file, readIdx("l", labels), 10, 1).rows == 1);
}

TEST_CASE("row 40: what is no IDX file of bytes is named", "[files]") {
  CHECK(refused("").rfind("IDX_MAGIC t: 0 bytes long", 0) == 0);
  CHECK(refused(bytesOf({0, 0, 0, 0})).rfind("IDX_MAGIC t: no IDX file", 0) == 0);
  CHECK(refused("hello").rfind("IDX_MAGIC t: no IDX file", 0) == 0);
  CHECK(refused(bytesOf({0, 0, 7, 1, 0, 0, 0, 0})) ==
        "IDX_TYPE t: of an unknown type; allowed: unsigned bytes (type 0x08)");
  CHECK(refused(idx({1}, 4, 0x0D)).rfind("IDX_TYPE t: floating-point numbers", 0) == 0);
  CHECK(refused(bytesOf({0, 0, 8, 0})).rfind("IDX_DIMENSIONS t: 0 dimensions", 0) == 0);
  CHECK(refused(bytesOf({0, 0, 8, 255})).rfind("IDX_DIMENSIONS t: 255 dimensions", 0) == 0);
  CHECK(refused(bytesOf({0, 0, 8, 3, 0, 0})).rfind("IDX_SIZE t: 6 bytes long; allowed: 16 bytes of header", 0) == 0);
}

TEST_CASE("row 41: dimensions whose product overflows are refused without room being made for them", "[files]") {
  CHECK(refused(idx({0xFFFFFFFF, 0xFFFFFFFF, 28}, 100)) ==
        "IDX_SIZE t: 100 bytes long after its header; allowed: more bytes than a file can hold, by its header");
  CHECK(
      refused(idx({0x80000000, 2, 1}, 0)).rfind("IDX_SIZE t: 0 bytes long after its header; allowed: 4294967296", 0) ==
      0);
}

TEST_CASE("row 42: the body's length is exact, and both lengths are told", "[files]") {
  CHECK(refused(idx({10, 2, 2}, 39)) == "IDX_SIZE t: 39 bytes long after its header; allowed: 40 bytes by its header");
  CHECK(refused(idx({10, 2, 2}, 41)).rfind("IDX_SIZE t: 41 bytes", 0) == 0);
}

TEST_CASE("row 43: a header with its bytes in reverse order is recognized", "[files]") {
  const std::string body(12, 'x');
  CHECK(refused(bytesOf({3, 8, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0}) + body)
            .rfind("IDX_BYTE_ORDER t: written with its bytes in reverse order", 0) == 0);
  CHECK(refused(bytesOf({0, 0, 8, 3, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0}) + body).rfind("IDX_BYTE_ORDER", 0) == 0);
}

TEST_CASE("row 44: images and labels belong together", "[files]") {
  const std::string images = idx({2, 2, 3}, 12), labels = idx({3}, 3), few = idx({2}, 2);
  const auto pair = [&](const std::string& first, const std::string& second, int classes) {
    return refusalOf([&] { pairOfIdx(readIdx("i", first), readIdx("l", second), classes, 100); });
  };
  CHECK(pair(images, labels, 10) ==
        "IDX_PAIR data.labelsSha256: 3 labels for 2 images; allowed: as many labels as images");
  CHECK(pair(images, images, 10).rfind("IDX_PAIR data.labelsSha256: a file of images", 0) == 0);
  CHECK(pair(few, few, 10).rfind("IDX_PAIR data.sha256: a file of labels", 0) == 0);
  std::string wrong = few;
  wrong.back() = '\xFF';
  CHECK(pair(images, wrong, 10) == "IDX_LABEL data.labelsSha256: 255 in item 2; allowed: classes from 0 to 9");
}

TEST_CASE("row 45: huge and empty images are refused", "[files]") {
  CHECK(refused(idx({0, 28, 28}, 0)).rfind("IDX_DIMENSIONS t: empty", 0) == 0);
  CHECK(refused(idx({5, 0, 28}, 0)).rfind("IDX_DIMENSIONS t: empty", 0) == 0);
  CHECK(refused(idx({1, 64, 64}, 64 * 64)).empty());
  CHECK(refused(idx({1, 65, 64}, 65 * 64)) == "LIMIT t: 65 × 64 pixels; allowed: up to 64 × 64");
  CHECK(refused(idx({1, 1000, 1000}, 1000000)).rfind("LIMIT t: 1000 × 1000 pixels", 0) == 0);
}

std::string configured(Session<float>& session, const std::string& data) {
  Value document = fromText(R"({"version":1,"batchSize":0})");
  document.set("data", fromText(data));
  return refusalOf([&] { session.configure(writeExperiment(adaptExperiment(document), false)); });
}

TEST_CASE("a document that names a file is refused until exactly this file is there", "[files]") {
  const std::string table = "a,b,c\n1,2,u\n3,4,v\n5,6,w\n7,8,u\n9,10,v\n", hash = sha256(table);
  const std::string data =
      R"({"kind":"csv","name":"my.csv","sha256":")" + hash + R"(","inputColumns":[0,1],"labelColumn":2,"classes":3})";
  Session<float> session;
  CHECK(configured(session, data) == "FILE_MISSING data.sha256: my.csv; allowed: " + hash);
  CHECK(refusalOf([&] { session.provideFile(hash, table + " "); }).rfind("FILE_CHANGED file: ", 0) == 0);
  CHECK(configured(session, data).rfind("FILE_MISSING", 0) == 0);
  session.provideFile(hash, table);
  CHECK(configured(session, data).empty());
  CHECK(session.run().data().raw.rows == 5);
  CHECK(session.step(3) == 3);
}

TEST_CASE("a document must say of a file what its layers have to fit", "[files]") {
  const std::string table = "a,b,c\n1,2,u\n3,4,v\n5,6,w\n7,8,u\n9,10,v\n", hash = sha256(table);
  Session<float> session;
  session.provideFile("", table);
  const auto with = [&](const std::string& rest) {
    return configured(session, R"({"kind":"csv","sha256":")" + hash + "\"," + rest + "}");
  };
  CHECK(with(R"("inputColumns":[0,1],"labelColumn":2)") ==
        "COMBINATION data.classes: 2, but the label column has 3; allowed: 3");
  CHECK(with(R"("inputColumns":[0,1],"labelColumn":1)").rfind("COMBINATION data.inputColumns: column 1 twice", 0) == 0);
  CHECK(with(R"("inputColumns":[0,3],"labelColumn":2)").rfind("RANGE data.inputColumns[1]: 3; allowed: 0 to 2", 0) ==
        0);
  CHECK(with(R"("inputColumns":[0],"labelColumn":1,"task":"regression")").empty());
  CHECK(configured(session, R"({"kind":"csv","sha256":"abc"})").rfind("TYPE data.sha256", 0) == 0);
}

TEST_CASE("images and labels in two files are trained on", "[files]") {
  const std::string images = idx({20, 4, 4}, 320), labels = idx({20}, 20);
  Session<float> session;
  session.provideFile(sha256(images), images);
  const std::string data = R"({"kind":"idx","height":4,"width":4,"classes":7,"sha256":")" + sha256(images) +
                           R"(","labelsSha256":")" + sha256(labels) + "\"}";
  CHECK(configured(session, data).rfind("FILE_MISSING data.labelsSha256", 0) == 0);
  session.provideFile(sha256(labels), labels);
  CHECK(configured(session, data).empty());
  CHECK(session.step(2) == 2);
  CHECK(configured(session,
                   R"({"kind":"idx","sha256":")" + sha256(images) + R"(","labelsSha256":")" + sha256(labels) + "\"}") ==
        "COMBINATION data.height: 28 × 28, but the images have 4 × 4; allowed: 4 × 4");
}

TEST_CASE("a session keeps as many files as the limit says, and the oldest goes", "[files]") {
  Sources sources;
  for (int i = 0; i <= Limits::files; ++i) keepFile(sources, "", "file " + std::to_string(i));
  CHECK(sources.files.size() == static_cast<std::size_t>(Limits::files));
  CHECK(*sources.files.front().bytes == "file 1");
  keepFile(sources, "", "file 2");
  CHECK(sources.files.size() == static_cast<std::size_t>(Limits::files));
  CHECK(refusalOf([&] {
          keepFile(sources, "", std::string(static_cast<std::size_t>(Limits::idxBytes) + 1, ' '));
        }).rfind("LIMIT file: 64000001 bytes long", 0) == 0);
}

}  // namespace
}  // namespace nablab
