#pragma once
#include <emscripten/bind.h>

#include "../core/session.h"
#include "values.h"

/** The bindings of data in files and of formulas: `provideFile` and `dataCsv` of a session, reports of files. */
namespace nablab {

/** The bytes of a Uint8Array. Refuses with LIMIT, before room is made for them, more than any file may have. */
std::string bytesOf(const emscripten::val& array);

template <class Real>
void bindData(const emscripten::class_<Session<Real>>& session) {
  using S = Session<Real>;
  session
      .function("provideFile", emscripten::optional_override([](S& s, std::string hash, emscripten::val bytes) {
                  guarded([&] { s.provideFile(hash, bytesOf(bytes)); });
                }))
      .function("dataCsv", emscripten::optional_override(
                               [](S& s) { return guarded([&] { return writeCsv(s.run().data().raw); }); }));
}

/** csvReport, idxReport, sha256 and checkExpression. */
void bindDataFunctions();

}  // namespace nablab
