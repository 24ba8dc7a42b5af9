#pragma once
#include "../limits.h"
#include "csv.h"
#include "tables.h"

/**
 * Data in files of a person's own. The document names a file by its SHA-256, so a link to it is a link to exactly these
 * bytes; whoever opens it is asked for the file. What layers and loss must fit stands in the document too.
 */
namespace nablab {

constexpr KnobTraits fileNameTraits = {.longest = 200}, hashTraits = {.longest = 64};

struct Csv {
  static constexpr const char *key = "csv", *formula = "";
  static constexpr const char* source = "a table of your own as CSV (RFC 4180), named by its SHA-256";
  static constexpr const char* file = "csv";
  static constexpr Picture picture = Picture::table;
  std::string name, hash;
  CsvHeader header = CsvHeader::recognized;
  CsvSeparator separator = CsvSeparator::recognized;
  CsvDecimal decimal = CsvDecimal::recognized;
  CsvMissing missing = CsvMissing::dropRow;
  TaskKind kind = TaskKind::classification;
  /** Numbers of columns, from 0. */
  int labelColumn = 1;
  std::vector<double> inputColumns{0};
  int classes = 2;
  static constexpr auto knobs() {
    constexpr KnobTraits column = {.allowed = {0, Limits::csvColumns - 1}, .shown = {0, 20}};
    return std::tuple{knob(&Csv::name, "name", fileNameTraits),
                      knob(&Csv::hash, "sha256", hashTraits),
                      knob(&Csv::header, "header"),
                      knob(&Csv::separator, "separator"),
                      knob(&Csv::decimal, "decimal"),
                      knob(&Csv::missing, "missing"),
                      knob(&Csv::kind, "task"),
                      knob(&Csv::labelColumn, "labelColumn", column),
                      knob(&Csv::inputColumns, "inputColumns",
                           {.allowed = column.allowed,
                            .shown = column.shown,
                            .shortest = 1,
                            .longest = Limits::inputs,
                            .wholeNumbers = true}),
                      knob(&Csv::classes, "classes", {.allowed = {2, Limits::classes}, .shown = {2, 10}})};
  }
  Task task() const {
    return {{1, 1, static_cast<int>(inputColumns.size())}, kind == TaskKind::classification ? classes : 0, 1, 0};
  }
  /** Refuses a hash that is none, and with COMBINATION a column that is chosen twice. */
  void check() const;
  /** Refuses with FILE_MISSING, and as `readCsv`; with COMBINATION another number of classes than the document says. */
  Dataset read(const Sources& sources) const;
};

struct Idx {
  static constexpr const char *key = "idx", *formula = "";
  static constexpr const char* source =
      "images and labels of your own as IDX, the format of MNIST, named by their SHA-256";
  static constexpr const char* file = "idx";
  static constexpr Picture picture = Picture::images;
  std::string name, hash, labelsName, labelsHash;
  int height = 28, width = 28, classes = 10, rows = 5000;
  static constexpr auto knobs() {
    constexpr KnobTraits side = {.allowed = {1, Limits::imageSide}, .shown = {1, Limits::imageSide}};
    return std::tuple{knob(&Idx::name, "name", fileNameTraits),
                      knob(&Idx::hash, "sha256", hashTraits),
                      knob(&Idx::labelsName, "labelsName", fileNameTraits),
                      knob(&Idx::labelsHash, "labelsSha256", hashTraits),
                      knob(&Idx::height, "height", side),
                      knob(&Idx::width, "width", side),
                      knob(&Idx::classes, "classes", {.allowed = {2, 256}, .shown = {2, 10}}),
                      knob(&Idx::rows, "rows", {.allowed = {1, Limits::fileRows}, .shown = {100, 60000}})};
  }
  Task task() const { return {{height, width, 1}, classes, 1, 0}; }
  void check() const;
  /** Refuses with FILE_MISSING, and as `readIdx`; with COMBINATION images of another size than the document says. */
  Dataset read(const Sources& sources) const;
};

/** The sources' file of that hash, or FILE_MISSING at `path`. */
const std::string& fileOf(const Sources& sources, const std::string& hash, const std::string& name,
                          const std::string& path);

/**
 * Keeps a file, as many as the limit says: the oldest goes. Refuses with FILE_CHANGED bytes that have another hash, and
 * with LIMIT what is too large. An empty `hash` takes the file as it is.
 */
void keepFile(Sources& sources, const std::string& hash, std::string bytes);

}  // namespace nablab
