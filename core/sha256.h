#pragma once
#include <string>
#include <string_view>

namespace nablab {

/** SHA-256 of the bytes (FIPS 180-4, section 6.2), as 64 hexadecimal digits in lower case: the name of a file. */
std::string sha256(std::string_view bytes);

}  // namespace nablab
