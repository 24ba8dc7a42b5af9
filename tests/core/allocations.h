#pragma once
#include <cstddef>

/**
 * The tests' own `operator new` (in main.cpp): it counts what is allocated, and fails when told, as SQLite's tests do.
 */
namespace nablab::allocations {

/** How many there were so far. */
std::size_t count();
/** From now on, the n-th (from 1) fails with std::bad_alloc; 0: none. */
void failAt(std::size_t n);

}  // namespace nablab::allocations
