/** What is wrong with a file of parameters (safetensors), by code. */
export const states = {
  'error.SAFETENSORS_HEADER_SHORT': 'The file is too short for safetensors: {found}; it needs {allowed}.',
  'error.SAFETENSORS_HEADER_TOO_LARGE': 'The file of parameters has too large a header: {found}; allowed: {allowed}.',
  'error.SAFETENSORS_HEADER_CUT':
    'The file of parameters was cut, or is no safetensors: {found} does not fit {allowed}.',
  'error.SAFETENSORS_HEADER_ENCODING': 'The header of the file of parameters is no text in UTF-8.',
  'error.SAFETENSORS_HEADER_SYNTAX': 'The header of the file of parameters is broken: {found} at {place}.',
  'error.SAFETENSORS_HEADER_DUPLICATE': 'The header of the file of parameters has {found}; it may have {allowed}.',
  'error.SAFETENSORS_TENSOR_COUNT': 'The file of parameters has too many tensors; allowed: {allowed}.',
  'error.SAFETENSORS_TENSOR_TYPE': 'Tensor {place} in the file has the unknown type {found}; expected {allowed}.',
  'error.SAFETENSORS_TENSOR_RANK': 'Tensor {place} in the file has {found} in a list than allowed: {allowed}.',
  'error.SAFETENSORS_TENSOR_NEGATIVE': 'Tensor {place} in the file has {found}; allowed: {allowed}.',
  'error.SAFETENSORS_TENSOR_OVERFLOW': 'Tensor {place} in the file has {found}; allowed: {allowed}.',
  'error.SAFETENSORS_TENSOR_BYTES': 'Tensor {place} in the file has {found}; it should have {allowed}.',
  'error.SAFETENSORS_OFFSET_ORDER': 'Tensor {place} in the file ends before it begins: {found}.',
  'error.SAFETENSORS_OFFSET_OUTSIDE': 'Tensor {place} lies outside the file: {found}; there is {allowed}.',
  'error.SAFETENSORS_OFFSET_OVERLAP':
    'Tensor {place} in the file overlaps another: it begins {found}, free is {allowed}.',
  'error.SAFETENSORS_OFFSET_HOLE': 'Before tensor {place} the file has a hole: it begins {found}, expected {allowed}.',
  'error.SAFETENSORS_OFFSET_END': 'The file of parameters holds {found}, but {allowed}.',
  'error.STATE_MISMATCH': 'The file does not belong to this network; nothing was loaded. {found}.',
  'error.STATE_BROKEN': 'The file tells of a state that this version does not understand: {found}.',
};
