#pragma once
/**
 * What most files of the core include, read once in builds that are made to be tested (NABLAB_PRECOMPILE). Every file
 * includes by itself what it needs: builds without this pass too.
 */
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "experiment.h"
