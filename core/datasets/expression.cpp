#include "expression.h"

#include <array>
#include <cmath>

#include "../decimal.h"
#include "../limits.h"
#include "../math/arctangent.h"
#include "../refusal.h"
#include "../value.h"
#include "expressionOperations.h"

namespace nablab {

using namespace operations;

namespace {

constexpr int stackSize = 64;

/** A name that may stand in a formula: a value (arity 0) or a function. */
struct Name {
  std::string_view text;
  int operation, arity;
  double value;
};

constexpr std::array names{Name{"x", inputX, 0, 0},
                           Name{"y", inputY, 0, 0},
                           Name{"x1", inputX, 0, 0},
                           Name{"x2", inputY, 0, 0},
                           Name{"r", radius, 0, 0},
                           Name{"t", angle, 0, 0},
                           Name{"pi", number, 0, 3.14159265358979323846},
                           Name{"e", number, 0, 2.71828182845904523536},
                           Name{"sin", sineOf, 1, 0},
                           Name{"cos", cosineOf, 1, 0},
                           Name{"tan", tangentOf, 1, 0},
                           Name{"exp", exponentialOf, 1, 0},
                           Name{"log", logarithmOf, 1, 0},
                           Name{"ln", logarithmOf, 1, 0},
                           Name{"sqrt", rootOf, 1, 0},
                           Name{"abs", sizeOf, 1, 0},
                           Name{"sign", signOf, 1, 0},
                           Name{"floor", floorOf, 1, 0},
                           Name{"tanh", tanhOf, 1, 0},
                           Name{"min", least, 2, 0},
                           Name{"max", greatest, 2, 0}};

/** An operator between two operands: the larger `binding`, the earlier it is applied. */
struct Infix {
  std::string_view text;
  int operation, binding;
};

constexpr int orBinding = 1, andBinding = 2, notBinding = 3, comparison = 4, sums = 5, products = 6, signs = 7,
              powers = 8;

/** Of two that begin alike the longer one comes first. */
constexpr std::array infixes{Infix{"||", logicalOr, orBinding},
                             Infix{"or", logicalOr, orBinding},
                             Infix{"&&", logicalAnd, andBinding},
                             Infix{"and", logicalAnd, andBinding},
                             Infix{"<=", lessOrEqual, comparison},
                             Infix{"≤", lessOrEqual, comparison},
                             Infix{">=", greaterOrEqual, comparison},
                             Infix{"≥", greaterOrEqual, comparison},
                             Infix{"!=", different, comparison},
                             Infix{"<>", different, comparison},
                             Infix{"≠", different, comparison},
                             Infix{"==", equal, comparison},
                             Infix{"=", equal, comparison},
                             Infix{"<", less, comparison},
                             Infix{">", greater, comparison},
                             Infix{"+", add, sums},
                             Infix{"-", subtract, sums},
                             Infix{"−", subtract, sums},
                             Infix{"*", multiply, products},
                             Infix{"·", multiply, products},
                             Infix{"×", multiply, products},
                             Infix{"/", divide, products},
                             Infix{"÷", divide, products},
                             Infix{"^", raise, powers}};

bool isLetter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}
bool isDigit(char character) { return character >= '0' && character <= '9'; }

}  // namespace

/** Precedence climbing (Pratt 1973, Top Down Operator Precedence) over the text, emitting in order of evaluation. */
class ExpressionParser {
 public:
  ExpressionParser(std::string_view formula, const std::string& place, std::vector<Expression::Instruction>& output)
      : text(formula), path(place), program(output) {}

  void parse() {
    parseOperand(0);
    skipBlanks();
    if (position < text.size()) fail("an operator such as + or >, or the end");
  }

 private:
  void parseOperand(int binding) {
    // The whole formula stands within nothing.
    if (depth++ > Limits::expressionDepth)
      throw Refusal("EXPRESSION_DEPTH", path, "nested too deeply" + where(),
                    "up to " + std::to_string(Limits::expressionDepth) + " within each other");
    parsePrefix();
    while (const Infix* infix = nextInfix(binding)) {
      position += infix->text.size();
      // A power takes all to its right first: 2^3^2 is 2^9. So does −: x^-2.
      parseOperand(infix->binding == powers ? signs : infix->binding + 1);
      emit(infix->operation);
      if (infix->binding == comparison && nextInfix(comparison, comparison)) fail("and between two comparisons");
    }
    --depth;
  }

  void parsePrefix() {
    skipBlanks();
    if (take("-") || take("−")) {
      parseOperand(signs);
      emit(negate);
    } else if (take("+")) {
      parseOperand(signs);
    } else if (takeWord("not") || (text.substr(position, 2) != "!=" && take("!"))) {
      parseOperand(notBinding);
      emit(logicalNot);
    } else if (takeOpening()) {
      parseOperand(0);
      takeClosing();
    } else if (position < text.size() && (isDigit(text[position]) || text[position] == '.')) {
      parseNumber();
    } else if (take("π")) {
      emit(number, 3.14159265358979323846);
    } else if (position < text.size() && isLetter(text[position])) {
      parseName();
    } else {
      fail("a number, a name or (");
    }
  }

  void parseNumber() {
    std::size_t end = position;
    while (end < text.size() && (isDigit(text[end]) || text[end] == '.')) ++end;
    // An e belongs to the number only where digits follow: in 2e it would be a name.
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
      std::size_t exponent = end + 1;
      if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
      while (exponent < text.size() && isDigit(text[exponent])) end = ++exponent;
    }
    double value;
    if (!readDecimal(text.substr(position, end - position), value)) fail("a decimal number");
    position = end;
    emit(number, value);
  }

  void parseName() {
    const std::string_view word = wordAt(position);
    for (const Name& name : names) {
      if (name.text != word) continue;
      position += word.size();
      if (name.arity == 0) return emit(name.operation, name.value);
      if (!takeOpening()) fail("( after " + std::string(word));
      parseOperand(0);
      for (int i = 1; i < name.arity; ++i) {
        if (!take(",") && !take("，")) fail("a comma and another number");
        parseOperand(0);
      }
      takeClosing();
      return emit(name.operation);
    }
    std::vector<std::string> known;
    for (const Name& name : names) known.emplace_back(name.text);
    const std::string close = nearest(word, known);
    throw Refusal("EXPRESSION_NAME", path, shortText(std::string(word)) + where(),
                  joined(known) + (close.empty() ? "" : " (did you mean " + close + "?)"));
  }

  /** The operator that comes next, if its binding is within the bounds. */
  const Infix* nextInfix(int lowest, int highest = powers) {
    skipBlanks();
    for (const Infix& infix : infixes) {
      const bool isWord = isLetter(infix.text[0]);
      if (isWord ? wordAt(position) == infix.text : text.substr(position, infix.text.size()) == infix.text)
        return infix.binding >= lowest && infix.binding <= highest ? &infix : nullptr;
    }
    return nullptr;
  }

  std::string_view wordAt(std::size_t begin) const {
    std::size_t end = begin;
    while (end < text.size() && (isLetter(text[end]) || (end > begin && isDigit(text[end])))) ++end;
    return text.substr(begin, end - begin);
  }

  void skipBlanks() {
    while (position < text.size() && (text[position] == ' ' || text[position] == '\t')) ++position;
  }
  bool take(std::string_view symbol) {
    skipBlanks();
    if (text.substr(position, symbol.size()) != symbol) return false;
    position += symbol.size();
    return true;
  }
  bool takeWord(std::string_view word) { return wordAt(position) == word && take(word); }
  // Also the wide ones, which Chinese keyboards write.
  bool takeOpening() { return take("(") || take("（"); }
  void takeClosing() {
    if (!take(")") && !take("）")) fail("an operator or )");
  }

  void emit(int operation, double value = 0) {
    program.push_back({operation, value});
    height += operation <= angle ? 1 : takesOne(operation) ? 0 : -1;
    if (height > stackSize)
      throw Refusal("EXPRESSION_DEPTH", path, "too long" + where(), "fewer operands that wait for each other");
  }

  /** " at character 7", counted as people count. */
  std::string where() const {
    int character = 1;
    for (std::size_t i = 0; i < position; ++i) character += (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    return " at character " + std::to_string(character);
  }

  [[noreturn]] void fail(const std::string& allowed) {
    skipBlanks();
    std::size_t end = position + (position < text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    const std::string found =
        end == position ? "the end" : shortText(std::string(text.substr(position, end - position)));
    throw Refusal("EXPRESSION_SYNTAX", path, found + where(), allowed);
  }

  std::string_view text;
  const std::string& path;
  std::vector<Expression::Instruction>& program;
  std::size_t position = 0;
  int depth = 0, height = 0;
};

Expression::Expression(std::string_view text, const std::string& path) {
  if (text.size() > Limits::expressionBytes)
    throw Refusal("LIMIT", path, std::to_string(text.size()) + " bytes long",
                  "up to " + std::to_string(Limits::expressionBytes) + " bytes");
  ExpressionParser(text, path, program).parse();
}

double Expression::evaluate(double x, double y) const {
  std::array<double, stackSize> stack;
  std::size_t height = 0;
  for (const Instruction& instruction : program) {
    const int operation = instruction.operation;
    if (operation <= angle) {
      const double value = operation == number   ? instruction.number
                           : operation == inputX ? x
                           : operation == inputY ? y
                           : operation == radius ? std::sqrt(x * x + y * y)
                                                 : angleOf(x, y);
      stack[height++] = value;
    } else if (takesOne(operation)) {
      stack[height - 1] = appliedToOne(operation, stack[height - 1]);
    } else {
      --height;
      stack[height - 1] = appliedToTwo(operation, stack[height - 1], stack[height]);
    }
  }
  return stack[0];
}

}  // namespace nablab
