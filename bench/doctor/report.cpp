#include "report.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace nablab::corpus {

namespace {

double share(int part, int whole) { return whole > 0 ? static_cast<double>(part) / whole : 0; }

bool isHealthy(const Case& each) { return !each.fault && each.reachesReference(); }
bool isSuffering(const Case& each) { return each.fault && each.hasReferenceTwin() && each.suffers(); }

template <class Test>
int count(const std::vector<Case>& cases, Test test) {
  return static_cast<int>(std::count_if(cases.begin(), cases.end(), test));
}

bool names(const std::vector<std::string>& keys, const std::string& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/**
 * Of every cause: in how many runs it is found, in how many of them it is the fault (precision), and in how many of the
 * runs that suffer from it it is found (recall). A rule is right where the fault's cause is among those found.
 */
Json precisions(const std::vector<Case>& cases, std::vector<std::string> Verdict::*keys) {
  const bool byRule = keys == &Verdict::rules;
  std::set<std::string> all;
  for (const Case& each : cases)
    for (const std::string& key : each.verdict.*keys) all.insert(key);
  Json list = Json::array();
  for (const std::string& key : all) {
    const auto found = [&](const Case& each) { return names(each.verdict.*keys, key); };
    const int inHealthy = count(cases, [&](const Case& each) { return isHealthy(each) && found(each); });
    const int inSuffering = count(cases, [&](const Case& each) { return isSuffering(each) && found(each); });
    const int right = count(cases, [&](const Case& each) {
      return isSuffering(each) && found(each) &&
             (byRule ? names(each.verdict.causes, each.fault->cause) : key == each.fault->cause);
    });
    Json row{{byRule ? "rule" : "cause", key},
             {"inHealthy", inHealthy},
             {"inSuffering", inSuffering},
             {"precision", share(right, inHealthy + inSuffering)}};
    if (!byRule) {
      const int sick = count(cases, [&](const Case& each) { return isSuffering(each) && key == each.fault->cause; });
      row["sick"] = sick;
      row["recall"] = share(right, sick);
    }
    list.push_back(row);
  }
  return list;
}

Json confusionOf(const std::vector<Case>& cases) {
  Json list = Json::array();
  for (const Fault& fault : allFaults()) {
    const auto ours = [&](const Case& each) { return each.fault == &fault; };
    const int runs = count(cases, ours);
    if (runs == 0) continue;
    std::map<std::string, int> headlines;
    int sick = 0, right = 0, treated = 0, cured = 0;
    for (const Case& each : cases) {
      if (!ours(each) || !isSuffering(each)) continue;
      ++sick;
      right += each.isRight();
      treated += each.isTreated;
      cured += each.isTreated && each.isCured();
      ++headlines[each.verdict.headline];
    }
    list.push_back({{"fault", fault.key},
                    {"cause", fault.cause},
                    {"runs", runs},
                    {"suffer", sick},
                    {"right", right},
                    {"curable", fault.curable},
                    {"treated", treated},
                    {"cured", cured},
                    {"headlines", headlines}});
  }
  return list;
}

Json configurationsOf(const std::vector<Case>& cases) {
  std::map<std::string, Json> rows;
  for (const Case& each : cases) {
    if (each.fault) continue;
    Json& row = rows[each.plan->name];
    if (row.is_null())
      row = {{"name", each.plan->name}, {"reference", each.plan->reference}, {"runs", 0}, {"healthy", 0},
             {"worst", 100.0},          {"alarms", Json::object()}};
    row["runs"] = row["runs"].get<int>() + 1;
    row["healthy"] = row["healthy"].get<int>() + each.reachesReference();
    row["worst"] = std::min(row["worst"].get<double>(), each.metric);
    if (!isHealthy(each)) continue;
    for (const std::string& rule : each.verdict.rules) row["alarms"][rule] = row["alarms"].value(rule, 0) + 1;
  }
  Json list = Json::array();
  for (auto& [name, row] : rows) list.push_back(row);
  return list;
}

/** Appends a line as printf makes it. */
template <class... Arguments>
void add(std::string& text, const char* form, Arguments... arguments) {
  char line[600];
  std::snprintf(line, sizeof line, form, arguments...);
  text += line;
}

std::string listed(const Json& counts) {
  std::string text;
  for (const auto& [key, number] : counts.items())
    text += (text.empty() ? "" : ", ") + (key.empty() ? "none" : key) + " " + std::to_string(number.get<int>());
  return text;
}

}  // namespace

Json reportOf(const std::vector<Case>& cases) {
  const int healthy = count(cases, isHealthy), suffer = count(cases, isSuffering);
  const int alarms = count(cases, [](const Case& each) { return isHealthy(each) && each.verdict.alarms(); });
  const int right = count(cases, [](const Case& each) { return isSuffering(each) && each.isRight(); });
  const auto isCurable = [](const Case& each) { return isSuffering(each) && each.isTreated; };
  const int curable = count(cases, isCurable);
  const int cured = count(cases, [&](const Case& each) { return isCurable(each) && each.isCured(); });
  const int faulty = count(cases, [](const Case& each) { return each.fault != nullptr; });
  return {{"headlineRight", share(right, suffer)},
          {"falseAlarms", share(alarms, healthy)},
          {"cured", share(cured, curable)},
          {"counts",
           {{"healthy", healthy},
            {"healthyBelowReference", count(cases, [](const Case& each) { return !each.fault; }) - healthy},
            {"healthyWithAlarm", alarms},
            {"faulty", faulty},
            {"suffering", suffer},
            {"spared", faulty - suffer},
            {"headlineRight", right},
            {"curable", curable},
            {"cured", cured}}},
          {"causes", precisions(cases, &Verdict::causes)},
          {"rules", precisions(cases, &Verdict::rules)},
          {"confusion", confusionOf(cases)},
          {"configurations", configurationsOf(cases)}};
}

std::string missesOf(const std::vector<Case>& cases) {
  std::string text;
  for (const Case& each : cases) {
    if (!isSuffering(each) || (each.isRight() && (each.isCured() || !each.isTreated))) continue;
    std::string rules;
    for (const std::string& rule : each.verdict.rules) rules += " " + rule;
    add(text, "%s %s %u: %.1f of %.1f, %s, healed %.1f by %s;%.250s\n", each.fault->key, each.plan->name.c_str(),
        each.number, each.metric, each.twin, each.verdict.headline.c_str(), each.verdict.healed,
        each.verdict.remedy.c_str(), rules.c_str());
  }
  return text;
}

std::string tableOf(const Json& report) {
  std::string text;
  const Json& counts = report["counts"];
  const auto number = [&](const char* name) { return counts[name].get<int>(); };
  add(text, "headline right  %5.1f %%  (%d of %d faulty runs that suffer; %d of %d are spared)\n",
      100 * report["headlineRight"].get<double>(), number("headlineRight"), number("suffering"), number("spared"),
      number("faulty"));
  add(text, "false alarms    %5.1f %%  (%d of %d healthy runs; %d did not reach their reference)\n",
      100 * report["falseAlarms"].get<double>(), number("healthyWithAlarm"), number("healthy"),
      number("healthyBelowReference"));
  add(text, "cured           %5.1f %%  (%d of %d that can be cured and were treated)\n\n",
      100 * report["cured"].get<double>(), number("cured"), number("curable"));
  add(text, "%-22s%6s%8s%7s%9s%7s  %s\n", "fault", "runs", "suffer", "right", "treated", "cured", "headlines");
  for (const Json& row : report["confusion"])
    add(text, "%-22s%6d%8d%7d%9d%7s  %s\n", row["fault"].get<std::string>().c_str(), row["runs"].get<int>(),
        row["suffer"].get<int>(), row["right"].get<int>(), row["treated"].get<int>(),
        row["curable"].get<bool>() ? std::to_string(row["cured"].get<int>()).c_str() : "-",
        listed(row["headlines"]).c_str());
  add(text, "\n%-26s%8s%9s%11s%8s\n", "cause", "healthy", "suffering", " precision", "recall");
  for (const Json& row : report["causes"])
    add(text, "%-26s%8d%9d%11.2f%8.2f\n", row["cause"].get<std::string>().c_str(), row["inHealthy"].get<int>(),
        row["inSuffering"].get<int>(), row["precision"].get<double>(), row["recall"].get<double>());
  add(text, "\n%-26s%8s%9s%11s\n", "rule", "healthy", "suffering", " precision");
  for (const Json& row : report["rules"])
    add(text, "%-26s%8d%9d%11.2f\n", row["rule"].get<std::string>().c_str(), row["inHealthy"].get<int>(),
        row["inSuffering"].get<int>(), row["precision"].get<double>());
  add(text, "\n%-26s%6s%8s%7s  %s\n", "configuration", "runs", "healthy", "worst", "alarms");
  for (const Json& row : report["configurations"])
    add(text, "%-26s%6d%8d%7.1f  %s\n", row["name"].get<std::string>().c_str(), row["runs"].get<int>(),
        row["healthy"].get<int>(), row["worst"].get<double>(), listed(row["alarms"]).c_str());
  return text;
}

}  // namespace nablab::corpus
