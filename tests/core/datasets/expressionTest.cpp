#include <cmath>

#include "../math/ulps.h"
#include "../support.h"
#include "core/datasets/expression.h"
#include "core/math/arctangent.h"

/** The formula language: its values, and row 20 of the table of faults. */
namespace nablab {
namespace {

double valueOf(const std::string& formula, double x = 0.5, double y = -0.25) {
  return Expression(formula).evaluate(x, y);
}

TEST_CASE("arctangent is within 2 ulp, at all sizes and signs", "[expression]") {
  double worst = 0;
  for (int i = -4000; i <= 4000; ++i) {
    const double x = std::copysign(std::exp(0.005 * i), i % 2 ? 1.0 : -1.0);
    worst = std::max(worst, test::ulpsBetween(arctangent(x), std::atan(static_cast<long double>(x))));
    const double linear = i / 1000.0;
    worst = std::max(worst, test::ulpsBetween(arctangent(linear), std::atan(static_cast<long double>(linear))));
  }
  CHECK(worst <= 2);
  for (int i = 0; i < 64; ++i) {
    const double angle = -3.1 + 0.1 * i;
    CHECK(angleOf(2 * std::cos(angle), 2 * std::sin(angle)) == Approx(std::atan2(std::sin(angle), std::cos(angle))));
  }
  CHECK(angleOf(0, 0) == 0);
  CHECK(angleOf(0, -3) == Approx(-std::acos(-1.0) / 2));
}

TEST_CASE("operators bind as in mathematics", "[expression]") {
  CHECK(valueOf("1 + 2 * 3") == 7);
  CHECK(valueOf("(1 + 2) * 3") == 9);
  CHECK(valueOf("10 - 4 - 3") == 3);
  CHECK(valueOf("16 / 4 / 2") == 2);
  CHECK(valueOf("2 ^ 3 ^ 2") == 512);
  CHECK(valueOf("-2 ^ 2") == -4);
  CHECK(valueOf("2 ^ -1") == 0.5);
  CHECK(valueOf("2 * -3") == -6);
  CHECK(valueOf("--2") == 2);
  CHECK(valueOf("1 < 2 and not 3 < 2 or 0") == 1);
  CHECK(valueOf("0 and 0 or 1") == 1);
  CHECK(valueOf("0 and (0 or 1)") == 0);
  CHECK(valueOf("not 1 = 2") == 1);
  CHECK(valueOf("1 + 1 = 2") == 1);
}

TEST_CASE("names and functions are what they say", "[expression]") {
  CHECK(valueOf("x") == 0.5);
  CHECK(valueOf("x1 - x2 - y") == 1);
  CHECK(valueOf("r") == Approx(std::sqrt(0.3125)));
  CHECK(valueOf("t") == Approx(std::atan2(-0.25, 0.5)));
  CHECK(valueOf("sin(3*x)*y") == Approx(std::sin(1.5) * -0.25));
  CHECK(valueOf("cos(pi) + e") == Approx(-1 + std::exp(1)));
  CHECK(valueOf("tan(1)") == Approx(std::tan(1)));
  CHECK(valueOf("exp(2) - log(2) + ln(2)") == Approx(std::exp(2)));
  CHECK(valueOf("sqrt(9) + abs(-2) + sign(-7) + floor(-1.5) + tanh(0)") == 2);
  CHECK(valueOf("min(3, 2) + max(3, 2)") == 5);
  CHECK(valueOf("2 ^ 0.5") == Approx(std::sqrt(2)));
  CHECK(valueOf("1.5e1 + .5 + 2.") == 17.5);
}

TEST_CASE("every way to write an operator means the same, wide characters too", "[expression]") {
  CHECK(valueOf("x × 4 ÷ 2 · 3 − 1") == 2);
  CHECK(valueOf("（1 + 2） * π") == Approx(3 * std::acos(-1.0)));
  CHECK(valueOf("max(1，2)") == 2);
  CHECK(valueOf("1 ≤ 1 && 2 ≥ 3 || 1 ≠ 2") == 1);
  CHECK(valueOf("1 <> 2 and 1 != 2 and !0 and 1 == 1") == 1);
}

TEST_CASE("what is undefined is NaN, also behind a comparison", "[expression]") {
  for (const char* formula : {"0/0", "log(-1)", "sqrt(-1)", "(-2)^0.5", "0/0 > 1", "not log(-1)", "min(0/0, 1)",
                              "log(-1) > 0 or 1", "sign(0/0)", "0 ^ -0.5"})
    CHECK(std::isnan(valueOf(formula)));
  CHECK(valueOf("1/0 > 5") == 1);
}

TEST_CASE("a mistake in a formula is told with its place and what may stand there", "[expression]") {
  const auto refused = [](const std::string& formula) { return refusalOf([&] { Expression{formula}; }); };
  CHECK(refused("") == "EXPRESSION_SYNTAX expression: the end at character 1; allowed: a number, a name or (");
  CHECK(refused("1 +") == "EXPRESSION_SYNTAX expression: the end at character 4; allowed: a number, a name or (");
  CHECK(refused("3x") ==
        "EXPRESSION_SYNTAX expression: \"x\" at character 2; allowed: an operator such as + or >, or the end");
  CHECK(refused("(x").rfind("EXPRESSION_SYNTAX expression: the end at character 3", 0) == 0);
  CHECK(refused("π π").rfind("EXPRESSION_SYNTAX expression: \"π\" at character 3", 0) == 0);
  CHECK(refused("0 < x < 1") ==
        "EXPRESSION_SYNTAX expression: \"<\" at character 7; allowed: and between two comparisons");
  CHECK(refused("sin x") == "EXPRESSION_SYNTAX expression: \"x\" at character 5; allowed: ( after sin");
  CHECK(refused("max(1)").find("a comma and another number") != std::string::npos);
  CHECK(refused("1.2.3").find("a decimal number") != std::string::npos);
  CHECK(refused("1e400").find("a decimal number") != std::string::npos);
  CHECK(refused("sine(x)").find("EXPRESSION_NAME expression: \"sine\" at character 1") == 0);
  CHECK(refused("sine(x)").find("(did you mean sin?)") != std::string::npos);
}

TEST_CASE("row 20: a hostile formula is refused at once", "[expression]") {
  const auto refused = [](const std::string& formula) { return refusalOf([&] { Expression{formula}; }); };
  CHECK(refused("a.constructor.constructor('return this')()").rfind("EXPRESSION_NAME expression: \"a\"", 0) == 0);
  CHECK(refused("constructor").rfind("EXPRESSION_NAME", 0) == 0);
  CHECK(refused(std::string(100000, '(')).rfind("LIMIT expression: 100000 bytes long", 0) == 0);
  CHECK(refused(std::string(1 << 20, 'x')).rfind("LIMIT", 0) == 0);
  CHECK(refused(std::string(399, '(')).rfind("EXPRESSION_DEPTH", 0) == 0);
  CHECK(refused(std::string(399, '-') + "1").rfind("EXPRESSION_DEPTH", 0) == 0);
  std::string powers = "2", sums = "x";
  for (int i = 0; i < 180; ++i) powers += "^1";
  CHECK(refused(powers).rfind("EXPRESSION_DEPTH", 0) == 0);
  while (sums.size() + 2 <= static_cast<std::size_t>(Limits::expressionBytes)) sums += "+x";
  CHECK(refused(sums).empty());
  CHECK(refused(sums + "  ").rfind("LIMIT", 0) == 0);
}

TEST_CASE("parentheses may be nested up to the limit and no further", "[expression]") {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '(') + "x" + std::string(static_cast<std::size_t>(depth), ')');
  };
  CHECK(valueOf(nested(Limits::expressionDepth)) == 0.5);
  CHECK_THROWS_AS(Expression(nested(Limits::expressionDepth + 1)), Refusal);
}

Session<float> configured(const std::string& data) {
  Value document = fromText(R"({"version":1,"batchSize":0})");
  document.set("data", fromText(data));
  Session<float> session;
  session.configure(writeExperiment(adaptExperiment(document), false));
  return session;
}

TEST_CASE("a formula labels its points by the sign of its value, before the noise", "[expression]") {
  const Dataset data = configured(R"({"kind":"formula","expression":"x*y","size":200})").run().data().raw;
  for (std::size_t row = 0; row < 200; ++row) CHECK(data.y[row] == (data.x[2 * row] * data.x[2 * row + 1] > 0));
  const Dataset curve = configured(R"({"kind":"formula","expression":"x^2 - y","task":"regression"})").run().data().raw;
  CHECK(curve.task.classes == 0);
  for (std::size_t row = 0; row < 300; ++row)
    CHECK(curve.y[row] == curve.x[2 * row] * curve.x[2 * row] - curve.x[2 * row + 1]);
}

TEST_CASE("row 20: rows at which a formula is undefined are counted and refused", "[expression]") {
  const std::string refusal = refusalOf([] { configured(R"({"kind":"formula","expression":"log(x) > 0"})"); });
  CHECK(refusal.rfind("EXPRESSION_UNDEFINED data.expression: undefined at 1", 0) == 0);
  CHECK(refusal.find(" of 300 points, first at x = -0.") != std::string::npos);
  CHECK(refusalOf([] {
          configured(R"({"kind":"formula","expression":"1/(x-x)*2","task":"regression"})");
        }).find("undefined at 300 of 300") != std::string::npos);
  CHECK(refusalOf([] {
          configured(R"({"kind":"formula","expression":"x >"})");
        }).rfind("EXPRESSION_SYNTAX data.expression", 0) == 0);
}

TEST_CASE("drawn points are the data, and as many as the limit fit", "[expression]") {
  const Dataset data =
      configured(R"({"kind":"drawn","points":[0.5,-0.25,1, -1,2,0, 3,4,2],"classes":3})").run().data().raw;
  CHECK(data.x == std::vector<double>{0.5, -0.25, -1, 2, 3, 4});
  CHECK(data.y == std::vector<double>{1, 0, 2});
  const auto many = [](int count) {
    std::string list;
    for (int i = 0; i < count; ++i) list += std::string(i ? "," : "") + "0,0," + std::to_string(i % 2);
    return R"({"kind":"drawn","points":[)" + list + "]}";
  };
  CHECK(configured(many(Limits::drawnPoints)).run().data().raw.rows == Limits::drawnPoints);
  CHECK(refusalOf([&] { configured(many(Limits::drawnPoints + 1)); }).rfind("LIMIT data.points", 0) == 0);
}

TEST_CASE("drawn points that are not threes, or of no class, are refused", "[expression]") {
  const auto refused = [](const std::string& points) {
    return refusalOf([&] { configured(R"({"kind":"drawn","points":)" + points + "}"); });
  };
  CHECK(refused("[0,0,0,1]").rfind("POINTS_BROKEN data.points: a list of 4", 0) == 0);
  CHECK(refused("[0,0,2]").rfind("POINTS_BROKEN data.points[2]: 2", 0) == 0);
  CHECK(refused("[0,0,0.5]").rfind("POINTS_BROKEN data.points[2]: 0.5", 0) == 0);
  CHECK(refused("[0,11,0]").rfind("RANGE data.points[1]: 11", 0) == 0);
  CHECK(refused("[]").rfind("LIMIT data.points", 0) == 0);
}

}  // namespace
}  // namespace nablab
