#pragma once
#include "curvature.h"
#include "gradientCheck.h"
#include "knockOut.h"
#include "landscape.h"
#include "learningRateRangeTest.h"
#include "saliency.h"
#include "surrogate.h"
#include "worstSamples.h"

/**
 * The tools under one roof: what can be asked of a run, each with its settings as knobs. A tool works on a `Twin` and
 * answers with a record, whose members are those of its result in C++.
 */
namespace nablab {

struct GradientCheckTool : GradientTolerance {
  static constexpr const char *key = "gradientCheck",
                              *formula =
                                  "\\frac{\\partial C}{\\partial \\theta} \\approx "
                                  "\\frac{C(\\theta + \\epsilon) - C(\\theta - \\epsilon)}{2 \\epsilon}";
  static constexpr const char* source = "Deep Learning, section 11.6; bar of PyTorch 1.13 gradcheck";
  static constexpr auto knobs() {
    constexpr KnobTraits tolerance = {.allowed = {0, 1}, .shown = {1e-9, 0.1}, .scale = Scale::logarithmic};
    return std::tuple{knob(&GradientTolerance::step, "differenceStep",
                           {.allowed = {1e-9, 0.01}, .shown = {1e-8, 1e-3}, .scale = Scale::logarithmic}),
                      knob(&GradientTolerance::absolute, "absoluteTolerance", tolerance),
                      knob(&GradientTolerance::relative, "relativeTolerance", tolerance)};
  }
};

struct RangeTestTool : RangeTestSettings {
  static constexpr const char *key = "learningRateRangeTest",
                              *formula = "\\eta_i = \\eta_0 \\left(\\eta_n / \\eta_0\\right)^{i/n}";
  static constexpr const char* source = "Smith 2017, arXiv:1506.01186, section 3.3";
  static constexpr auto knobs() {
    constexpr KnobTraits rate = {.allowed = {1e-12, 1e6}, .shown = {1e-8, 100}, .scale = Scale::logarithmic};
    return std::tuple{knob(&RangeTestSettings::low, "lowestRate", rate),
                      knob(&RangeTestSettings::high, "highestRate", rate),
                      knob(&RangeTestSettings::steps, "rates", {.allowed = {10, 10000}, .shown = {20, 500}})};
  }
};

/** The settings of a line; those of a plane differ in the most points along a side. */
constexpr auto landscapeKnobs(double mostPoints) {
  return std::tuple{
      knob(&LandscapeSettings::directions, "directions"),
      knob(&LandscapeSettings::seed, "directionSeed", {.allowed = {0, 4294967295.0}, .shown = {0, 9999}}),
      knob(&LandscapeSettings::range, "range",
           {.allowed = {1e-6, 1e6}, .shown = {0.01, 10}, .scale = Scale::logarithmic}),
      knob(&LandscapeSettings::points, "gridPoints", {.allowed = {3, mostPoints}, .shown = {5, mostPoints}}),
      knob(&LandscapeSettings::rows, "averagedRows", {.allowed = {0, 4096}, .shown = {0, 1000}})};
}

struct LineTool : LandscapeSettings {
  static constexpr const char *key = "line", *formula = "C(\\theta + \\alpha\\, d)";
  static constexpr const char* source = "Goodfellow, Vinyals & Saxe 2015, arXiv:1412.6544; Li et al. 2018";
  static constexpr auto knobs() { return landscapeKnobs(1001); }
};

struct PlaneTool : LandscapeSettings {
  static constexpr const char *key = "plane", *formula = "C(\\theta + \\alpha\\, d_1 + \\beta\\, d_2)";
  static constexpr const char* source = "Li, Xu, Taylor, Studer & Goldstein 2018, arXiv:1712.09913, sections 4 and 7";
  static constexpr auto knobs() { return landscapeKnobs(101); }
};

struct HessianTool {
  static constexpr const char *key = "hessian",
                              *formula = "H_{ij} = \\frac{\\partial^2 C}{\\partial \\theta_i\\, \\partial \\theta_j}";
  static constexpr const char* source = "Deep Learning, equation 4.6; central differences of the gradient";
  static constexpr auto knobs() { return std::tuple{}; }
};

struct EigenvaluesTool {
  static constexpr const char *key = "eigenvalues", *formula = "H x = \\lambda x";
  static constexpr const char* source = "Lanczos 1950; Golub & Van Loan 2013, section 10.3";
  int products = 30;
  std::uint32_t seed = 1;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&EigenvaluesTool::products, "products", {.allowed = {2, 100}, .shown = {5, 60}}),
        knob(&EigenvaluesTool::seed, "directionSeed", {.allowed = {0, 4294967295.0}, .shown = {0, 9999}})};
  }
};

struct HessianTraceTool {
  static constexpr const char *key = "hessianTrace",
                              *formula = "\\operatorname{tr} H \\approx \\frac{1}{n} \\sum_i v_i^{\\mathsf T} H v_i";
  static constexpr const char* source = "Hutchinson 1990";
  int products = 50;
  std::uint32_t seed = 1;
  static constexpr auto knobs() {
    return std::tuple{
        knob(&HessianTraceTool::products, "products", {.allowed = {2, 1000}, .shown = {10, 200}}),
        knob(&HessianTraceTool::seed, "directionSeed", {.allowed = {0, 4294967295.0}, .shown = {0, 9999}})};
  }
};

struct SaliencyTool : SaliencySettings {
  static constexpr const char *key = "saliency", *formula = "s_i = \\frac{\\partial z_k}{\\partial x_i}";
  static constexpr const char* source = "Simonyan, Vedaldi & Zisserman 2014, arXiv:1312.6034, section 3";
  static constexpr auto knobs() {
    return std::tuple{
        knob(&SaliencySettings::row, "row", {.allowed = {0, Limits::fileRows}, .shown = {0, 1000}}),
        knob(&SaliencySettings::output, "output", {.allowed = {-1, Limits::classes - 1}, .shown = {-1, 9}})};
  }
};

struct KnockOutTool {
  static constexpr const char *key = "knockOut", *formula = "C(\\theta \\mid a_j = 0) - C(\\theta)";
  static constexpr const char* source = "Morcos, Barrett, Rabinowitz & Botvinick 2018, arXiv:1803.06959, section 2";
  static constexpr auto knobs() { return std::tuple{}; }
};

struct SurrogateTool : SurrogateSettings {
  static constexpr const char *key = "surrogate", *formula = "\\hat f(x) \\approx f_\\theta(x)";
  static constexpr const char* source =
      "Breiman, Friedman, Olshen & Stone 1984; Craven & Shavlik 1996, Advances in Neural Information Processing 8";
  static constexpr auto knobs() {
    return std::tuple{knob(&SurrogateSettings::depth, "treeDepth", {.allowed = {1, 4}, .shown = {1, 4}})};
  }
};

struct WorstSamplesTool : WorstSettings {
  static constexpr const char *key = "worstSamples",
                              *formula = "\\operatorname{argmax}_{i:\\, y_i = k}\\; C_i(\\theta)";
  static constexpr const char* source = "Karpathy 2019, A Recipe for Training Neural Networks: look at what costs most";
  static constexpr auto knobs() {
    return std::tuple{knob(&WorstSettings::part, "part"),
                      knob(&WorstSettings::samples, "listedSamples", {.allowed = {1, 20}, .shown = {1, 20}})};
  }
};

using Tool = std::variant<GradientCheckTool, RangeTestTool, LineTool, PlaneTool, HessianTool, EigenvaluesTool,
                          HessianTraceTool, SaliencyTool, KnockOutTool, SurrogateTool, WorstSamplesTool>;
template <>
struct FamilyName<Tool> {
  static constexpr const char* name = "tools";
};

/**
 * Uses the tool that the document describes: {"kind": "line", "points": 51}. Single numbers that are not finite are
 * null in the answer, those in lists NaN. Refuses as `readChoice` and the tools themselves do.
 */
Value useTool(const Value& document, Twin& twin, const Path& path);

}  // namespace nablab
