#include "files.h"

#include <algorithm>

#include "../refusal.h"
#include "../sha256.h"
#include "idx.h"

namespace nablab {

namespace {

void checkHash(const std::string& hash, const char* path) {
  const bool fits = hash.size() == 64 && hash.find_first_not_of("0123456789abcdef") == std::string::npos;
  // A document under way may not have chosen its file yet.
  if (!fits && !hash.empty()) throw Refusal("TYPE", path, shortText(hash), "64 hexadecimal digits in lower case");
}

}  // namespace

const std::string& fileOf(const Sources& sources, const std::string& hash, const std::string& name,
                          const std::string& path) {
  for (const SourceFile& file : sources.files)
    if (file.hash == hash) return *file.bytes;
  throw Refusal("FILE_MISSING", path, name.empty() ? "a file that is not here" : name, hash);
}

void keepFile(Sources& sources, const std::string& hash, std::string bytes) {
  if (bytes.size() > static_cast<std::size_t>(Limits::idxBytes))
    throw Refusal("LIMIT", "file", std::to_string(bytes.size()) + " bytes long",
                  "up to " + std::to_string(Limits::idxBytes) + " bytes");
  const std::string found = sha256(bytes);
  if (!hash.empty() && hash != found) throw Refusal("FILE_CHANGED", "file", found, hash);
  std::vector<SourceFile>& files = sources.files;
  files.erase(std::remove_if(files.begin(), files.end(), [&](const SourceFile& file) { return file.hash == found; }),
              files.end());
  if (files.size() == static_cast<std::size_t>(Limits::files)) files.erase(files.begin());
  files.push_back({found, std::make_shared<const std::string>(std::move(bytes))});
}

void Csv::check() const {
  checkHash(hash, "data.sha256");
  std::vector<double> columns = inputColumns;
  columns.push_back(labelColumn);
  std::sort(columns.begin(), columns.end());
  const auto twice = std::adjacent_find(columns.begin(), columns.end());
  if (twice != columns.end())
    throw Refusal("COMBINATION", "data.inputColumns",
                  "column " + textOf(*twice) + " twice, or column and label at once", "every column once");
}

Dataset Csv::read(const Sources& sources) const {
  CsvTable table(name.empty() ? "CSV" : name, fileOf(sources, hash, name, "data.sha256"), {header, separator, decimal});
  CsvSelection selection;
  selection.inputs.assign(inputColumns.begin(), inputColumns.end());
  selection.label = labelColumn;
  selection.classes = kind == TaskKind::classification;
  selection.missing = missing;
  Dataset data = readCsv(table, selection);
  if (selection.classes && data.task.classes != classes)
    throw Refusal("COMBINATION", "data.classes",
                  std::to_string(classes) + ", but the label column has " + std::to_string(data.task.classes),
                  std::to_string(data.task.classes));
  return data;
}

void Idx::check() const {
  checkHash(hash, "data.sha256");
  checkHash(labelsHash, "data.labelsSha256");
}

Dataset Idx::read(const Sources& sources) const {
  const IdxFile images = readIdx(name.empty() ? "IDX" : name, fileOf(sources, hash, name, "data.sha256"));
  const IdxFile labels =
      readIdx(labelsName.empty() ? "IDX" : labelsName, fileOf(sources, labelsHash, labelsName, "data.labelsSha256"));
  if (images.isImages && (images.height != height || images.width != width))
    throw Refusal("COMBINATION", "data.height",
                  std::to_string(height) + " × " + std::to_string(width) + ", but the images have " +
                      std::to_string(images.height) + " × " + std::to_string(images.width),
                  std::to_string(images.height) + " × " + std::to_string(images.width));
  return pairOfIdx(images, labels, classes, rows);
}

}  // namespace nablab
