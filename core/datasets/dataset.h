#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "../parameters.h"

namespace nablab {

/** How data are drawn: points in a plane, a curve over one input, a table of many columns, images. */
enum class Picture { none, plane, curve, table, images };
/** The name of a picture in the catalog. */
const char* nameOf(Picture picture);

/** What an experiment with such data starts from where somebody only picks the data: real data needs more than toys. */
struct Starter {
  /** Whether inputs are standardized: columns of real tables have scales of their own. */
  bool scaled;
  /** Units that a hidden layer gets at least. */
  int hiddenUnits;
};
Starter starterOf(Picture picture);

/** What a data set is before its rows are known: enough to check layers and loss against it. */
struct Task {
  Shape shape;
  /** 0 for regression. */
  int classes = 0;
  /** Numbers to predict in regression. */
  int targets = 1;
  /** 0 where only the host knows. */
  int rows = 0;
};

/** Rows of inputs with what is to be learned from them, in double precision, before any preprocessing. */
struct Dataset {
  Task task;
  Picture picture = Picture::none;
  int rows = 0;
  /** rows × inputs. */
  std::vector<double> x;
  /** A class number by row, or rows × targets. */
  std::vector<double> y;
  std::vector<std::string> inputNames, classNames;
  /** Of a file: rows left out, and cells filled in, because something was missing. */
  int droppedRows = 0, filledCells = 0;
  int inputs() const { return task.shape.size(); }
};

/** A file of a person's own, unpacked. */
struct SourceFile {
  /** SHA-256 as 64 hexadecimal digits. */
  std::string hash;
  /** Shared with the sessions that are forked from this one. */
  std::shared_ptr<const std::string> bytes;
};

/** What the host has handed over: tables by name, files by hash, and rows for data of kind `external`. */
struct Sources {
  std::vector<SourceFile> files;
  std::map<std::string, Dataset> tables;
  int externalRows = 0;
  std::vector<double> externalX, externalY;
};

/**
 * Reads a table of the gallery: a header, then rows of numbers. A last column named `label` holds classes (any text;
 * numbered in the order in which they appear, number-like labels by value), any other a number to predict. Refuses as
 * reading CSV does.
 */
Dataset readTable(const std::string& name, const std::string& csv);

}  // namespace nablab
