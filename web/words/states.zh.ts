/** 参数文件（safetensors）的错误，按代码排列。 */
import type { states as english } from './states.en';

export const states: Record<keyof typeof english, string> = {
  'error.SAFETENSORS_HEADER_SHORT': '文件太短，不是 safetensors：{found}；至少需要 {allowed}。',
  'error.SAFETENSORS_HEADER_TOO_LARGE': '参数文件的头部太大：{found}；允许 {allowed}。',
  'error.SAFETENSORS_HEADER_CUT': '参数文件被截断，或不是 safetensors：{found} 超出了 {allowed}。',
  'error.SAFETENSORS_HEADER_ENCODING': '参数文件的头部不是 UTF-8 文本。',
  'error.SAFETENSORS_HEADER_SYNTAX': '参数文件的头部已损坏：{place} 处 {found}。',
  'error.SAFETENSORS_HEADER_DUPLICATE': '参数文件的头部中有重复：{found}；应为 {allowed}。',
  'error.SAFETENSORS_TENSOR_COUNT': '参数文件中的张量太多；允许 {allowed}。',
  'error.SAFETENSORS_TENSOR_TYPE': '文件中张量 {place} 的类型 {found} 未知；应为 {allowed}。',
  'error.SAFETENSORS_TENSOR_RANK': '文件中张量 {place} 的列表过长（{found}）；允许 {allowed}。',
  'error.SAFETENSORS_TENSOR_NEGATIVE': '文件中张量 {place} 含有 {found}；允许 {allowed}。',
  'error.SAFETENSORS_TENSOR_OVERFLOW': '文件中张量 {place} 含有 {found}；允许 {allowed}。',
  'error.SAFETENSORS_TENSOR_BYTES': '文件中张量 {place} 有 {found}；应为 {allowed}。',
  'error.SAFETENSORS_OFFSET_ORDER': '文件中张量 {place} 的结尾在开头之前：{found}。',
  'error.SAFETENSORS_OFFSET_OUTSIDE': '张量 {place} 超出了文件：{found}；文件只有 {allowed}。',
  'error.SAFETENSORS_OFFSET_OVERLAP': '文件中张量 {place} 与另一个重叠：起于 {found}，空闲处为 {allowed}。',
  'error.SAFETENSORS_OFFSET_HOLE': '文件中张量 {place} 之前有空洞：起于 {found}，应为 {allowed}。',
  'error.SAFETENSORS_OFFSET_END': '参数文件有 {found}，而张量共占 {allowed}。',
  'error.STATE_MISMATCH': '该文件不属于这个网络，没有载入任何内容。{found}。',
  'error.STATE_BROKEN': '文件描述的状态无法被此版本理解：{found}。',
};
