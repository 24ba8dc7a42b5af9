#include <chrono>

#include "../support.h"
#include "core/datasets/csv.h"

/** CSV: rows 23 to 36 of the table of faults, and rules R21 and R22. */
namespace nablab {
namespace {

/** Reads all columns but the last as inputs, the last as class. */
Dataset read(const std::string& text, CsvFormat format = {}, CsvSelection selection = {}) {
  CsvTable table("t.csv", text, format);
  selection.label = table.columns() - 1;
  for (int column = 0; column < selection.label; ++column) selection.inputs.push_back(column);
  return readCsv(table, selection);
}

std::string refused(const std::string& text, CsvFormat format = {}) {
  return refusalOf([&] { read(text, format); });
}

Dataset regression(const std::string& text) { return read(text, {}, {.classes = false}); }

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

TEST_CASE("a table becomes inputs by their names and classes in order of appearance", "[csv]") {
  const Dataset data = read("length,width,kind\n1,2,rose\n3,4,lily\n5,6,rose\n");
  CHECK(data.x == Numbers{1, 2, 3, 4, 5, 6});
  CHECK(data.y == Numbers{0, 1, 0});
  CHECK(data.inputNames == Texts{"length", "width"});
  CHECK(data.classNames == Texts{"rose", "lily"});
  CHECK(data.task.shape.size() == 2);
}

TEST_CASE("labels that are numbers are classes in order of their values", "[csv]") {
  const Dataset data = read("a,b\n1,10\n1,9\n1,10\n1,-1\n");
  CHECK(data.classNames == Texts{"-1", "9", "10"});
  CHECK(data.y == Numbers{2, 1, 2, 0});
  CHECK(regression("a,b\n1,10\n1,-0.5\n").y == Numbers{10, -0.5});
}

TEST_CASE("row 23: a file without rows is empty, in whatever way", "[csv]") {
  for (const char* text : {"", "\xEF\xBB\xBF", "\n\n\r\n", "   ", "\xEF\xBB\xBF\n"})
    CHECK(refused(text).rfind("CSV_EMPTY t.csv: empty", 0) == 0);
  CHECK(refused("a,b\n") == "CSV_EMPTY t.csv: a header without rows; allowed: a header and rows");
}

TEST_CASE("row 24: only UTF-8 is read; other encodings are recognized", "[csv]") {
  CHECK(read("\xEF\xBB\xBFx,y\n1,a\n2,b\n").inputNames == Texts{"x"});
  using namespace std::string_literals;
  CHECK(refused("\xFF\xFEx\0,\0y\0\n\0"s).rfind("CSV_ENCODING t.csv: in UTF-16; allowed: UTF-8", 0) == 0);
  CHECK(refused("\xFE\xFF\0x\0,\0y"s).rfind("CSV_ENCODING t.csv: in UTF-16", 0) == 0);
  CHECK(refused("x\0,\0y\0"s).rfind("CSV_ENCODING t.csv line 1: in UTF-16", 0) == 0);
  CHECK(refused("\0x\0,\0y"s).rfind("CSV_ENCODING t.csv line 1: in UTF-16", 0) == 0);
  // 类别 (class) in GBK.
  CHECK(refused("x,y\n1,\xC0\xE0\xB1\xF0\n").rfind("CSV_ENCODING t.csv line 2: in GBK", 0) == 0);
  for (const char* broken :
       {"\xC3", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xF4\x90\x80\x80", "\x80"})
    CHECK(refused("x,y\n1,a\n2," + std::string(broken)).rfind("CSV_ENCODING t.csv line 3", 0) == 0);
  CHECK(refused("x,y\n1,a\0b\n"s).rfind("CSV_ENCODING t.csv line 2: no text", 0) == 0);
  CHECK(read("x,y\n1,é\n2,类\n3,😀\n").classNames == Texts{"é", "类", "😀"});
}

TEST_CASE("row 25: all ends of lines give the same table, and the last may lack its own", "[csv]") {
  for (const char* text : {"a,b\n1,u\n2,v\n", "a,b\r1,u\r2,v\r", "a,b\r\n1,u\r\n2,v\r\n", "a,b\r\n1,u\r2,v",
                           "\n\na,b\n\n1,u\n \n2,v\n\n"}) {
    const Dataset data = read(text);
    CHECK(data.x == Numbers{1, 2});
    CHECK(data.classNames == Texts{"u", "v"});
  }
}

TEST_CASE("row 26: quotes hold separators, ends of lines and doubled quotes", "[csv]") {
  const Dataset data = read("\"a\",\"b\"\n\"1\",\"x,y\"\n2,\"say \"\"no\"\"\"\n3,\"two\r\nlines\"\n4,with \"inner\"\n");
  CHECK(data.classNames == Texts{"x,y", "say \"no\"", "two\r\nlines", "with \"inner\""});
  CHECK(data.x == Numbers{1, 2, 3, 4});
  CHECK(refused("a,b\n1,u\n2,\"v\n3,w\n4,x\n") ==
        "CSV_QUOTE t.csv line 3: a quote that is never closed; allowed: quotes around a whole cell, and doubled within "
        "it");
  CHECK(refused("a,b\n1,\"u\"v\n").rfind("CSV_QUOTE t.csv line 2: followed by text after its closing quote", 0) == 0);
  // A later line is counted right behind a cell of two lines.
  CHECK(refused("a,b\n\"1\",\"u\n\nu\"\nx,v\n").rfind("CSV_NUMBER t.csv line 5, column 1 (a): \"x\"", 0) == 0);
}

TEST_CASE("row 27: rows of another length are told by line, columns beyond the limit refused", "[csv]") {
  CHECK(refused("a,b\n1,u\n2\n") == "CSV_COLUMNS t.csv line 3: 1 columns; allowed: 2 columns");
  CHECK(refused("a,b\n1,u\n2,v,w\n") == "CSV_COLUMNS t.csv line 3: 3 columns; allowed: 2 columns");
  CHECK(refused(std::string(1000000, ',')).rfind("LIMIT t.csv line 1: of more columns; allowed: up to 10000", 0) == 0);
  const auto wide = [](int columns) {
    std::string line = "u";
    for (int i = 1; i < columns; ++i) line += ",1";
    return line + "\n" + line + "\n";
  };
  CHECK(CsvTable("t.csv", wide(Limits::csvColumns), {}).columns() == Limits::csvColumns);
  CHECK_THROWS_AS(CsvTable("t.csv", wide(Limits::csvColumns + 1), {}), Refusal);
  CHECK(CsvTable("t.csv", "a\n1\n2\n", {}).columns() == 1);
}

TEST_CASE("row 28: separators and the decimal comma are recognized", "[csv]") {
  const Numbers expected{1.5, 2, -0.25, 1e3};
  CHECK(read("a;b;c\n1,5;2;u\n-0,25;1e3;v\n").x == expected);
  CHECK(read("a\tb\tc\n1,5\t2\tu\n-0,25\t1e3\tv\n").x == expected);
  CHECK(read("a\tb\tc\n1.5\t2\tu\n-0.25\t1e3\tv\n").x == expected);
  CHECK(read("a,b,c\n\"1,5\",2,u\n\"-0,25\",1e3,v\n").x == expected);
  CHECK(read("a;b;c\n1.5;2;u\n-.25;1e3;v\n").x == expected);
}

TEST_CASE("row 28: a comma that may stand between thousands is asked about, not guessed", "[csv]") {
  const std::string text = "a;b\n1,500;u\n2,750;v\n";
  CHECK(refused(text).find("tell whether a comma is a decimal comma") != std::string::npos);
  CHECK(CsvTable("t.csv", text, {}).hasAmbiguousComma());
  CHECK(read(text, {.decimal = CsvDecimal::comma}).x == Numbers{1.5, 2.75});
  // With a decimal comma a point is not read as one, nor dropped.
  CHECK(refused("a;b\n1,5;u\n1.500;v\n", {.decimal = CsvDecimal::comma}).rfind("CSV_NUMBER t.csv line 3", 0) == 0);
}

TEST_CASE("row 29: a cell is a decimal number, or missing, or refused with its place", "[csv]") {
  for (const char* word : {"", "NA", "na", "N/A", "NaN", "null", "None", "?", "-", "#N/A"}) {
    const Dataset data = read("a,b\n1,u\n" + std::string(word) + ",v\n3,v\n");
    CHECK(data.x == Numbers{1, 3});
    CHECK(data.droppedRows == 1);
  }
  for (const char* word : {"Infinity", "inf", "1e400", "0x10", "1abc", "１２", "1 2", "--1", "1e", ".", "+", "1.2.3"})
    CHECK(refused("a,b\n1,u\n" + std::string(word) + ",v\n") ==
          "CSV_NUMBER t.csv line 3, column 1 (a): \"" + std::string(word) + "\"; allowed: numbers, or nothing");
  CHECK(read("a,b\n 1 ,u\n+2.5e-1,v\n,v\n").x == Numbers{1, 0.25});
  CHECK(read("a,b\n0.1,u\n123456789012345678,v\n").x == Numbers{0.1, 123456789012345678.0});
}

TEST_CASE("missing inputs leave out the row or get the column's mean, as chosen; a row without a label goes", "[csv]") {
  const std::string text = "a,b,c\n1,10,u\n?,20,v\n3,?,u\n5,60,\n5,15,w\n";
  const Dataset dropped = read(text);
  CHECK(dropped.x == Numbers{1, 10, 5, 15});
  CHECK(dropped.droppedRows == 3);
  const Dataset filled = read(text, {}, {.missing = CsvMissing::mean});
  CHECK(filled.x == Numbers{1, 10, 3, 20, 3, 15, 5, 15});
  CHECK(filled.filledCells == 2);
  CHECK(filled.droppedRows == 1);
}

TEST_CASE("row 30: names of columns are made different, short and visible", "[csv]") {
  const std::string text = "age,age,,__proto__,<script>,age," + std::string(1 << 20, 'n') + "\n1,2,3,4,5,6,u\n";
  const CsvTable table("t.csv", text, {});
  CHECK(table.columnNames() ==
        Texts{"age", "age (2)", "column 3", "__proto__", "<script>", "age (3)", std::string(57, 'n') + "…"});
  CHECK(table.renamed() == 4);
  CHECK(CsvTable("t.csv", "1,2\n3,4\n", {}).columnNames() == Texts{"column 1", "column 2"});
}

TEST_CASE("a header is recognized by holding no number, or told", "[csv]") {
  CHECK(read("1,u\n2,v\n").x == Numbers{1, 2});
  CHECK(read("2019,kind\n1,u\n2,v\n", {.header = CsvHeader::present}).inputNames == Texts{"2019"});
  CHECK(refused("a,b\n1,u\n2,v\n", {.header = CsvHeader::absent}).rfind("CSV_NUMBER t.csv line 1", 0) == 0);
}

TEST_CASE("row 31: there are two classes at least, and no more than the limit", "[csv]") {
  CHECK(refused("a,b\n1,u\n2,u\n") == "CSV_CLASSES data.labelColumn: a column of 1 class; allowed: 2 to 512 classes");
  const auto many = [](int classes) {
    std::string text = "a,b\n";
    for (int i = 0; i < classes; ++i) text += "1,c" + std::to_string(i) + "\n";
    return text;
  };
  CHECK(read(many(Limits::classes)).task.classes == Limits::classes);
  CHECK(refused(many(Limits::classes + 1)).rfind("CSV_CLASSES t.csv line 514, column 2 (b)", 0) == 0);
  CHECK(refused(many(100000)).rfind("CSV_CLASSES t.csv line 514", 0) == 0);
}

TEST_CASE("row 32: a constant column is data, a column of nothing is refused", "[csv]") {
  CHECK(read("a,b,c\n7,1,u\n7,2,v\n").x == Numbers{7, 1, 7, 2});
  CHECK(refused("a,b,c\n,1,u\n?,2,v\n").rfind("CSV_MISSING data: without a complete row", 0) == 0);
  CHECK(refusalOf([] {
          read("a,b,c\n,1,u\n?,2,v\n", {}, {.missing = CsvMissing::mean});
        }).rfind("CSV_MISSING data.inputColumns[0]: a column without a number", 0) == 0);
}

TEST_CASE("row 33: a file beyond the limit is refused by its size, one at the limit is read", "[csv]") {
  std::string text = "a,b\n1,u\n2,v\n";
  text.resize(static_cast<std::size_t>(Limits::csvBytes), '\n');
  CHECK(read(text).rows == 2);
  text += "\n";
  CHECK(refused(text) == "LIMIT t.csv: 20000001 bytes long; allowed: up to 20000000 bytes");
}

TEST_CASE("R16: a file may have as many rows as the limit, and no more", "[csv]") {
  const auto rows = [](int count) {
    std::string text;
    for (int i = 0; i < count / 2; ++i) text += "1,u\n2,v\n";
    return text + (count % 2 ? "3,u\n" : "");
  };
  CHECK(read(rows(Limits::fileRows)).rows == Limits::fileRows);
  CHECK(refused(rows(Limits::fileRows + 1)) == "LIMIT data: more rows; allowed: up to 1000000 rows");
}

TEST_CASE("row 34: what is no text under the name of CSV is recognized by its first bytes", "[csv]") {
  using namespace std::string_literals;
  CHECK(refused("PK\x03\x04..."s).rfind("CSV_FORMAT t.csv: a spreadsheet or a zip archive", 0) == 0);
  CHECK(refused("\x89PNG\r\n"s).rfind("CSV_FORMAT t.csv: a picture", 0) == 0);
  CHECK(refused("\x1F\x8B\x08"s).rfind("CSV_FORMAT t.csv: packed with gzip", 0) == 0);
  CHECK(refused("%PDF-1.7"s).rfind("CSV_FORMAT", 0) == 0);
}

TEST_CASE("row 35: texts that a spreadsheet would take for formulas are escaped, and read back as they were", "[csv]") {
  const Texts hostile{
      "=HYPERLINK(\"x\")", "+1",      "-1",  "@SUM(A1)", "\tx",        "'=x",        "''@", "plain", "it's",
      "'quoted'",          " blank ", "a,b", "a;b",      "say \"no\"", "two\nlines", "类别"};
  Dataset data;
  data.rows = static_cast<int>(hostile.size());
  data.task = {{1, 1, 1}, data.rows, 1, data.rows};
  data.inputNames = {"=cmd()"};
  data.classNames = hostile;
  for (int row = 0; row < data.rows; ++row) {
    data.x.push_back(-1.5 * row + 0.1);
    data.y.push_back(row);
  }
  const std::string text = writeCsv(data);
  CHECK(text.rfind("'=cmd(),label\n0.1,\"'=HYPERLINK(\"\"x\"\")\"\n-1.4,'+1\n-2.9,'-1\n-4.4,'@SUM(A1)\n", 0) == 0);
  const Dataset again = read(text, {.separator = CsvSeparator::comma});
  CHECK(again.classNames == hostile);
  CHECK(again.x == data.x);
  CHECK(again.y == data.y);
  CHECK(again.inputNames == data.inputNames);
}

TEST_CASE("R22: the gallery's tables and generated points survive being written and read", "[csv]") {
  Sources sources;
  sources.tables["iris.csv"] = readTable("iris.csv", readFile("core/datasets/tables/iris.csv"));
  for (const Dataset& data : {makeDataset(Iris{}, 1, sources), makeDataset(Blobs{}, 1, sources)}) {
    const Dataset again = read(writeCsv(data));
    CHECK(again.x == data.x);
    CHECK(again.y == data.y);
    CHECK(again.classNames == data.classNames);
    CHECK(again.inputNames == data.inputNames);
  }
  const Dataset curve = makeDataset(Sine{}, 1, sources), again = regression(writeCsv(curve));
  CHECK(again.x == curve.x);
  CHECK(again.y == curve.y);
}

TEST_CASE("row 36, R21: time grows with the size of the file, not faster, whatever it holds", "[csv]") {
  const auto repeated = [](const std::string& piece, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += piece;
    return text;
  };
  const auto seconds = [](const std::string& text) {
    const auto begin = std::chrono::steady_clock::now();
    refusalOf([&] { csvReport("t.csv", text, {}); });
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  // Unoptimized and on a busy machine: generous bounds, which anything quadratic still misses by far.
  for (const char* piece : {",\"", " ", "\"\n", "a\n", " \n", ",\n", "1,2,u\n"}) {
    CAPTURE(piece);
    CHECK(seconds(repeated(piece, 1000000 / std::string(piece).size())) < 5);
  }
}

TEST_CASE("the report tells what the columns hold and suggests what to learn", "[csv]") {
  const Value report = csvReport("t.csv", "id;size;note;class\n1;1,5;x;a\n2;?;y;b\n3;2,5;;a\n", {});
  CHECK(*report.find("rows")->number() == 3);
  CHECK(*report.find("separator")->text() == "semicolon");
  CHECK(*report.find("decimal")->text() == "comma");
  CHECK(*report.find("header")->text() == "present");
  const Value& size = (*report.find("columns")->list())[1];
  CHECK(*size.find("name")->text() == "size");
  CHECK(*size.find("type")->text() == "number");
  CHECK(*size.find("missing")->number() == 1);
  CHECK(*size.find("distinct")->number() == 2);
  CHECK(toJson(*report.find("suggestion")).dump() ==
        R"({"labelColumn":3.0,"inputColumns":[0.0,1.0],"task":"classification","classes":2.0})");
  const Value numbers = csvReport("t.csv", "1.5,2.5\n2.5,3.25\n", {});
  CHECK(*numbers.find("suggestion")->find("task")->text() == "regression");
}

}  // namespace
}  // namespace nablab
