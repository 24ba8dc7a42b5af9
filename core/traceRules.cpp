#include "traceRules.h"

namespace nablab {

namespace {

struct RuleRow {
  std::string_view family, kind, rules;
};

constexpr std::string_view pooling =
    "output[y,x,c,s] = j:K i:L input[y*S+j,x*T+i,c,s];"
    "inputGradient[y*S+j,x*T+i,c,s] = j:K i:L outputGradient[y,x,c,s]";
constexpr std::string_view scaled =
    "output[u,s] = input[u,s] drawn[u,s]; inputGradient[u,s] = outputGradient[u,s] drawn[u,s]";
constexpr std::string_view same = "output[u,s] = input[u,s]; inputGradient[u,s] = outputGradient[u,s]";
constexpr std::string_view adam = "m = m g; v = v g; next = p m' v' r t";

/** A kind without a row has the rule of its family, the row with kind "". */
constexpr RuleRow ruleRows[] = {
    {"layers", "dense",
     "output[u,s] = weight[i,u] input[i,s] + bias[u]; inputGradient[i,s] = weight[i,u] outputGradient[u,s];"
     "weight.gradient[i,u] = input[i,s] outputGradient[u,s]; bias.gradient[u] = outputGradient[u,s]"},
    {"layers", "conv2d",
     "output[y,x,f,s] = weight[j,i,c,f] input[y*S+j-P,x*T+i-Q,c,s] + bias[f];"
     "inputGradient[y*S+j-P,x*T+i-Q,c,s] = weight[j,i,c,f] outputGradient[y,x,f,s];"
     "weight.gradient[j,i,c,f] = input[y*S+j-P,x*T+i-Q,c,s] outputGradient[y,x,f,s];"
     "bias.gradient[f] = outputGradient[y,x,f,s]"},
    {"layers", "maxPooling2d",
     "output[y,x,c,s] = j:K i:L input[y*S+j,x*T+i,c,s];"
     "inputGradient[y*S+j,x*T+i,c,s] = j:K i:L input[y*S+j,x*T+i,c,s] output[y,x,c,s] outputGradient[y,x,c,s]"},
    {"layers", "averagePooling2d", pooling},
    {"layers", "flatten", same},
    {"layers", "dropout", scaled},
    {"layers", "gaussianNoise", "output[u,s] = input[u,s] drawn[u,s]; inputGradient[u,s] = outputGradient[u,s]"},
    {"layers", "residual", "output[u,s] = input[u,s] earlier[u,s]; inputGradient[u,s] = outputGradient[u,s]"},
    {"layers", "batchNormalization",
     "mean[c] = input[y,x,c,s]; scale[c] = mean[c] + input[y,x,c,s];"
     "output[y,x,c,s] = input[y,x,c,s] mean[c] scale[c] gamma[c] beta[c];"
     "gamma.gradient[c] = mean[c] scale[c] + input[y,x,c,s] outputGradient[y,x,c,s];"
     "beta.gradient[c] = outputGradient[y,x,c,s];"
     "inputGradient[y,x,c,s] = input[y,x,c,s] outputGradient[y,x,c,s] mean[c] scale[c] gamma[c] gamma.gradient[c] "
     "beta.gradient[c]; runningMean.next[c] = runningMean[c] mean[c];"
     "runningVariance.next[c] = runningVariance[c] mean[c] + input[y,x,c,s]"},
    {"layers", "layerNormalization",
     "mean[y,x,k,s] = input[y,x,c,s]; scale[y,x,k,s] = mean[y,x,k,s] + input[y,x,c,s];"
     "output[y,x,c,s] = input[y,x,c,s] mean[y,x,k,s] scale[y,x,k,s] gamma[c] beta[c];"
     "gamma.gradient[c] = input[y,x,c,s] mean[y,x,k,s] scale[y,x,k,s] outputGradient[y,x,c,s];"
     "beta.gradient[c] = outputGradient[y,x,c,s];"
     "inputGradient[y,x,c,s] = input[y,x,c,s] outputGradient[y,x,c,s] mean[y,x,k,s] scale[y,x,k,s] gamma[c] + "
     "input2[y,x,d,s] outputGradient2[y,x,d,s] gamma2[d]"},
    {"activations", "softmax",
     "output[u,s] = input[u,s] + input2[v,s];"
     "inputGradient[u,s] = output[u,s] outputGradient[u,s] + output2[v,s] outputGradient2[v,s]"},
    {"activations", "prelu",
     "output[y,x,c,s] = input[y,x,c,s] slope[c*P];"
     "inputGradient[y,x,c,s] = input[y,x,c,s] slope[c*P] outputGradient[y,x,c,s];"
     "slope.gradient[c*P] = input[y,x,c,s] outputGradient[y,x,c,s]"},
    {"activations", "", "output[u,s] = input[u,s]; inputGradient[u,s] = input[u,s] output[u,s] outputGradient[u,s]"},
    // Weights are there where classes weigh differently.
    {"losses", "softmaxCrossEntropy",
     "sampleLoss[o,s] = output[k,s] target[k,s] + classWeight[k,l] + sampleWeight[q,s];"
     "gradient[k,s] = output[k,s] target[k,s] + output2[j,s] target2[j,s] + classWeight[k,l] + classWeight2[j,m] + "
     "sampleWeight[p,s] + sampleWeight2[q,r];"
     "loss[o,p] = sampleLoss[o,s] + sampleWeight[q,s]"},
    {"losses", "",
     "sampleLoss[o,s] = output[k,s] target[k,s];"
     "gradient[k,s] = output[k,s] target[k,s] + output2[j,s] target2[j,s] + sampleWeight[p,s] + sampleWeight2[q,r];"
     "loss[o,p] = sampleLoss[o,s] + sampleWeight[q,s]"},
    {"network", "", "objective[o,p] = loss[o,p] + penalty[r,p]"},
    // Element by element: p parameter, g gradient, r learning rate, t step; m' is what stands in slot m afterwards.
    {"optimizers", "gradientDescent", "next = p g r"},
    {"optimizers", "momentum", "v = v g p; next = p v' g r"},
    {"optimizers", "adagrad", "s = s g; next = p g s' r"},
    {"optimizers", "rmsprop", "s = s g; v = v g s'; next = p v' g s' r"},
    {"optimizers", "adadelta", "s = s g; d = d g s'; next = p g s' d r"},
    {"optimizers", "adam", adam},
    {"optimizers", "adamw", adam},
    {"optimizers", "amsgrad", "m = m g; v = v g; largest = largest v'; next = p m' largest' r t"},
    {"optimizers", "adamax", "m = m g; u = u g; next = p m' u' r t"},
    {"optimizers", "nadam", "m = m g; v = v g; c = c t; next = p m' v' g c c' r t"},
    {"optimizers", "lion", "m = m g; next = p m g r"}};

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '2'; }

/** a·x of an index; without a variable just a. */
struct Summand {
  int factor, variable;
};
using Index = std::vector<Summand>;

struct Reference {
  std::string_view name;
  std::vector<Index> indices;
};

/** Reads "y*S+j-P" up to "," or "]", which it leaves. */
Index readIndex(std::string_view text, std::size_t& at, const TraceConstants& constants) {
  Index index;
  int sign = 1;
  while (text[at] != ',' && text[at] != ']') {
    const char c = text[at++];
    if (c == '+' || c == '-') {
      sign = c == '+' ? 1 : -1;
    } else if (c >= 'A' && c <= 'Z') {
      index.push_back({sign * constants.of[c - 'A'], -1});
    } else if (text[at] == '*') {
      index.push_back({sign * constants.of[text[at + 1] - 'A'], c - 'a'});
      at += 2;
    } else {
      index.push_back({sign, c - 'a'});
    }
  }
  return index;
}

Reference readReference(std::string_view text, std::size_t& at, const TraceConstants& constants) {
  const std::size_t begin = at;
  while (isLetter(text[at])) ++at;
  Reference reference{text.substr(begin, at - begin), {}};
  while (text[at] != ']') {
    ++at;
    reference.indices.push_back(readIndex(text, at, constants));
  }
  ++at;
  return reference;
}

bool isPlain(const Index& index) { return index.size() == 1 && index[0].factor == 1 && index[0].variable >= 0; }

/** The extents as a reference of so many indices counts them. */
TraceExtents counted(TraceExtents extents, std::size_t indices) {
  if (extents.size() == indices || extents.empty()) return extents;
  int rows = 1;
  for (std::size_t i = 0; i + 1 < extents.size(); ++i) rows *= extents[i];
  return indices == 1 ? TraceExtents{rows} : TraceExtents{rows, extents.back()};
}

/** One rule while it is followed. */
class Follower {
 public:
  Follower(std::string_view followed, const TraceConstants& numbers, TraceVisitor& to)
      : rule(followed), constants(numbers), visitor(to) {}

  void follow(std::size_t row, std::size_t column) {
    std::size_t at = 0;
    target = readReference(rule, at, constants);
    bindTarget(row, column);
    at = rule.find('=', at) + 1;
    // All ranges first: a letter may get its range from a later term.
    std::vector<std::vector<Reference>> terms(1);
    while (at < rule.size()) {
      if (rule[at] == ' ') {
        ++at;
      } else if (rule[at] == '+') {
        terms.emplace_back();
        ++at;
      } else if (rule[at + 1] == ':') {
        range[rule[at] - 'a'] = constants.of[rule[at + 2] - 'A'];
        at += 3;
      } else {
        terms.back().push_back(readReference(rule, at, constants));
        noteRanges(terms.back().back());
      }
    }
    for (const std::vector<Reference>& term : terms) runTerm(term);
  }

 private:
  void bindTarget(std::size_t row, std::size_t column) {
    extents = counted(visitor.extentsOf(target.name), target.indices.size());
    places.resize(target.indices.size());
    const bool hasColumn = target.indices.size() > 1;
    std::size_t rest = row;
    for (std::size_t i = places.size() - hasColumn; i-- > 0;) {
      places[i] = static_cast<int>(rest % static_cast<std::size_t>(extents[i]));
      rest /= static_cast<std::size_t>(extents[i]);
    }
    if (hasColumn) places.back() = static_cast<int>(column);
    for (std::size_t i = 0; i < places.size(); ++i)
      if (isPlain(target.indices[i])) {
        value[target.indices[i][0].variable] = places[i];
        range[target.indices[i][0].variable] = -1;
      }
  }

  void noteRanges(const Reference& reference) {
    const TraceExtents its = counted(visitor.extentsOf(reference.name), reference.indices.size());
    for (std::size_t i = 0; i < its.size(); ++i)
      if (const Index& index = reference.indices[i]; isPlain(index) && range[index[0].variable] == 0)
        range[index[0].variable] = its[i];
  }

  void runTerm(const std::vector<Reference>& term) {
    std::vector<int> free;
    const auto collect = [&](const Reference& reference) {
      for (const Index& index : reference.indices)
        for (const Summand& summand : index) {
          if (summand.variable < 0 || range[summand.variable] < 0) continue;
          bool known = false;
          for (const int each : free) known = known || each == summand.variable;
          if (!known) free.push_back(summand.variable);
        }
    };
    collect(target);
    std::vector<TraceExtents> shapes;
    for (const Reference& reference : term) {
      collect(reference);
      shapes.push_back(counted(visitor.extentsOf(reference.name), reference.indices.size()));
    }
    runOver(free, 0, term, shapes);
  }

  void runOver(const std::vector<int>& free, std::size_t depth, const std::vector<Reference>& term,
               const std::vector<TraceExtents>& shapes) {
    if (depth == free.size()) return emit(term, shapes);
    for (int i = 0; i < range[free[depth]]; ++i) {
      value[free[depth]] = i;
      runOver(free, depth + 1, term, shapes);
    }
  }

  int valueOf(const Index& index) const {
    int total = 0;
    for (const Summand& summand : index)
      total += summand.variable < 0 ? summand.factor : summand.factor * value[summand.variable];
    return total;
  }

  void emit(const std::vector<Reference>& term, const std::vector<TraceExtents>& shapes) {
    for (std::size_t i = 0; i < places.size(); ++i)
      if (valueOf(target.indices[i]) != places[i]) return;
    for (std::size_t k = 0; k < term.size(); ++k)
      for (std::size_t i = 0; i < shapes[k].size(); ++i)
        if (const int place = valueOf(term[k].indices[i]); place < 0 || place >= shapes[k][i]) return;
    for (std::size_t k = 0; k < term.size(); ++k) {
      if (shapes[k].empty()) continue;
      std::size_t row = 0, column = 0;
      const std::size_t indices = term[k].indices.size();
      for (std::size_t i = 0; i < indices; ++i) {
        const auto place = static_cast<std::size_t>(valueOf(term[k].indices[i]));
        if (indices > 1 && i + 1 == indices)
          column = place;
        else
          row = row * static_cast<std::size_t>(shapes[k][i]) + place;
      }
      visitor.operand(term[k].name, row, column);
    }
  }

  std::string_view rule;
  const TraceConstants& constants;
  TraceVisitor& visitor;
  Reference target;
  TraceExtents extents;
  /** The address, as the target's indices count it. */
  std::vector<int> places;
  /** By letter: its value; how many it may take, −1 where the address gives it. */
  int value[26] = {}, range[26] = {};
};

}  // namespace

std::string_view traceRulesOf(std::string_view family, std::string_view kind) {
  for (const RuleRow& row : ruleRows)
    if (row.family == family && (row.kind == kind || row.kind.empty())) return row.rules;
  return "";
}

std::string_view traceRuleFor(std::string_view rules, std::string_view quantity) {
  while (!rules.empty()) {
    const std::size_t end = rules.find(';');
    std::string_view rule = rules.substr(0, end);
    while (!rule.empty() && rule[0] == ' ') rule.remove_prefix(1);
    std::size_t length = 0;
    while (length < rule.size() && isLetter(rule[length])) ++length;
    if (rule.substr(0, length) == quantity) return rule;
    rules = end == std::string_view::npos ? std::string_view() : rules.substr(end + 1);
  }
  return "";
}

void followTraceRule(std::string_view rule, const TraceConstants& constants, std::size_t row, std::size_t column,
                     TraceVisitor& visitor) {
  Follower(rule, constants, visitor).follow(row, column);
}

}  // namespace nablab
