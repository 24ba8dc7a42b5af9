#include "surrogate.h"

#include <algorithm>

#include "metrics.h"
#include "report.h"
#include "views.h"

namespace nablab {

namespace {

/** What is imitated: inputs as the data have them, and what the network says of each row. */
struct Imitated {
  const Dataset& data;
  /** By row of the data: a class, or a number. */
  std::vector<double> said;

  double input(int row, int column) const {
    return data
        .x[static_cast<std::size_t>(row) * static_cast<std::size_t>(data.inputs()) + static_cast<std::size_t>(column)];
  }
  double of(int row) const { return said[static_cast<std::size_t>(row)]; }
};

/** How mixed a set of rows is, rows that come and go counted: rows × Gini's impurity, or the squared error. */
class Mixture {
 public:
  explicit Mixture(int classes) : counts(static_cast<std::size_t>(classes)) {}

  /** `count` is 1 to put a row in, −1 to take it out. */
  void add(double said, int count) {
    rows += count;
    if (!counts.empty()) {
      // Σ n² changes by (n ± 1)² − n².
      double& n = counts[static_cast<std::size_t>(said)];
      squares += 2 * count * n + 1;
      n += count;
      return;
    }
    total += count * said;
    squares += count * said * said;
  }

  double impurity() const {
    if (rows == 0) return 0;
    return counts.empty() ? squares - total * total / rows : rows - squares / rows;
  }
  int size() const { return rows; }
  /** The most frequent class, or the mean. */
  double answer() const {
    if (counts.empty()) return total / rows;
    return static_cast<double>(std::max_element(counts.begin(), counts.end()) - counts.begin());
  }
  double share() const { return counts.empty() ? 1 : *std::max_element(counts.begin(), counts.end()) / rows; }

 private:
  int rows = 0;
  double total = 0, squares = 0;
  std::vector<double> counts;
};

struct Question {
  int input = -1;
  double threshold = 0, impurity = 0;
};

class Grower {
 public:
  Grower(const Imitated& what, int classNumber) : imitated(what), classes(classNumber) {}

  /** Adds the tree over these rows, and returns the number of its first node. */
  int grow(std::vector<int> rows, int depth) {
    Mixture all(classes);
    for (const int row : rows) all.add(imitated.of(row), 1);
    const auto number = static_cast<int>(nodes.size());
    nodes.push_back({.answer = all.answer(), .rows = all.size(), .share = all.share()});
    const Question best = depth > 0 ? bestQuestion(rows, all) : Question{};
    if (best.input < 0) return number;
    const auto middle = std::partition(rows.begin(), rows.end(),
                                       [&](int row) { return !(imitated.input(row, best.input) > best.threshold); });
    const int below = grow({rows.begin(), middle}, depth - 1), above = grow({middle, rows.end()}, depth - 1);
    TreeNode& node = nodes[static_cast<std::size_t>(number)];
    node.input = best.input;
    node.threshold = best.threshold;
    node.below = below;
    node.above = above;
    return number;
  }

  std::vector<TreeNode> nodes;

 private:
  Question bestQuestion(std::vector<int>& rows, const Mixture& all) const {
    // Less than this is rounding.
    Question best{-1, 0, all.impurity() - 1e-9 * (1 + all.impurity())};
    for (int input = 0; input < imitated.data.inputs(); ++input) {
      std::sort(rows.begin(), rows.end(), [&](int a, int b) {
        const double x = imitated.input(a, input), y = imitated.input(b, input);
        return x < y || (x == y && a < b);
      });
      tryThresholds(rows, input, all, best);
    }
    return best;
  }

  /** The rows are sorted by the input. */
  void tryThresholds(const std::vector<int>& rows, int input, const Mixture& all, Question& best) const {
    constexpr int fewestRows = 2;
    Mixture below(classes), above = all;
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
      below.add(imitated.of(rows[i]), 1);
      above.add(imitated.of(rows[i]), -1);
      const double here = imitated.input(rows[i], input), next = imitated.input(rows[i + 1], input);
      if (here == next || below.size() < fewestRows || above.size() < fewestRows) continue;
      const double impurity = below.impurity() + above.impurity();
      if (impurity < best.impurity) best = {input, here + (next - here) / 2, impurity};
    }
  }

  const Imitated& imitated;
  int classes;
};

/** What the network says of every row: the class it decides for, or its first output. */
std::vector<double> saidByNetwork(Run<double>& run) {
  const PreparedData<double>& data = run.data();
  const int outputs = run.network.outputs();
  constexpr int block = 1024;
  std::vector<double> said;
  for (int first = 0; first < data.raw.rows; first += block) {
    const int count = std::min(block, data.raw.rows - first);
    std::vector<double> x;
    for (int row = first; row < first + count; ++row) {
      const std::span<const double> inputs = data.inputsOf(row);
      x.insert(x.end(), inputs.begin(), inputs.end());
    }
    const std::vector<double> z = evaluate(run, count, x);
    for (std::size_t at = 0; at < z.size(); at += static_cast<std::size_t>(outputs))
      said.push_back(data.raw.task.classes > 0 ? decidedClass(run.experiment().loss, &z[at], outputs) : z[at]);
  }
  return said;
}

double answerOf(const std::vector<TreeNode>& nodes, const Imitated& imitated, int row) {
  const TreeNode* node = &nodes[0];
  while (node->input >= 0)
    node = &nodes[static_cast<std::size_t>(imitated.input(row, node->input) > node->threshold ? node->above
                                                                                              : node->below)];
  return node->answer;
}

Fidelity fidelityOf(const std::vector<TreeNode>& nodes, const Imitated& imitated, const std::vector<int>& rows) {
  if (rows.empty()) return {};
  std::vector<double> said, told;
  int same = 0;
  for (const int row : rows) {
    said.push_back(imitated.of(row));
    told.push_back(answerOf(nodes, imitated, row));
    same += said.back() == told.back();
  }
  const int count = static_cast<int>(rows.size());
  if (imitated.data.task.classes > 0) return {count, static_cast<double>(same) / count, true};
  const Quotient r2 = regressionReport(1, said, told).r2;
  return {count, r2.value, r2.defined};
}

}  // namespace

Surrogate fitSurrogate(Twin& twin, const SurrogateSettings& settings) {
  Run<double>& run = twin.run();
  const std::vector<int>& rows = run.data().rowsOf(Part::training);
  if (rows.empty()) throw Refusal("ROWS_MISSING", "data", "without rows", "rows provided before configure");
  const Imitated imitated{run.data().raw, saidByNetwork(run)};
  std::vector<int> fitted;
  const std::size_t count = std::min(rows.size(), mostFittedRows);
  for (std::size_t i = 0; i < count; ++i) fitted.push_back(rows[i * rows.size() / count]);
  Grower grower(imitated, imitated.data.task.classes);
  grower.grow(std::move(fitted), settings.depth);
  Surrogate surrogate{std::move(grower.nodes), {}, {}};
  surrogate.training = fidelityOf(surrogate.nodes, imitated, rows);
  surrogate.validation = fidelityOf(surrogate.nodes, imitated, run.data().rowsOf(Part::validation));
  return surrogate;
}

}  // namespace nablab
