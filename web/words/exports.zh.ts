import type { exports as english } from './exports.en';

/** 把一次训练导出为程序的对话框的用词。 */
export const exports: Record<keyof typeof english, string> = {
  'export.title': '导出为程序',
  'export.format': '格式',
  'export.pytorch': 'PyTorch',
  'export.numpy': 'NumPy',
  'export.keras': 'Keras',
  'export.cpp': 'C++',
  'export.notebook': 'Notebook',
  'export.pytorchHelp': '需要PyTorch 1.13或更高版本的Python程序。本页面的测试会实际运行这类程序。',
  'export.numpyHelp': '只用NumPy的Python程序，所有导数都逐一写出。本页面的测试会实际运行这类程序。',
  'export.kerasHelp': '使用Keras 3和TensorFlow的Python程序。按其文档写成，但从未运行过。',
  'export.cppHelp': '单个C++17文件，不依赖任何库。本页面的测试会实际运行这类程序。',
  'export.notebookHelp': '把PyTorch程序分成单元格的Jupyter Notebook。',
  'export.what':
    '程序含有第{step}步之后的参数。运行时，它计算一个批次的输出和梯度，再训练20步，并与引擎的计算结果逐一比较。',
  'export.working': '引擎正在计算程序应当得到的结果……',
  'export.preview': '{name}预览',
  'export.size': '{lines}行，{kilobytes} KB',
  'export.cut': '{lines}行，{kilobytes} KB，这里显示前{shown}行',
  'export.copy': '复制',
  'export.copied': '已复制。',
  'export.notCopied': '浏览器不允许复制；请改为下载文件。',
  'export.download': '下载',
  'error.EXPORT': '{path}：{found}无法导出；{allowed}。',
  'error.KERAS': '无法打开该Keras模型：{place}为{found}；此处可用：{allowed}。一切保持原样。',
};
