/** Words of the dialog that exports a run as a program. */
export const exports = {
  'export.title': 'Export as a program',
  'export.format': 'Format',
  'export.pytorch': 'PyTorch',
  'export.numpy': 'NumPy',
  'export.keras': 'Keras',
  'export.cpp': 'C++',
  'export.notebook': 'Notebook',
  'export.pytorchHelp': 'Python with PyTorch 1.13 or later. Such programs are run by the tests of this page.',
  'export.numpyHelp':
    'Python with NumPy alone, every derivative written out. Such programs are run by the tests of this page.',
  'export.kerasHelp': 'Python with Keras 3 and TensorFlow. Written by their documentation, but never run.',
  'export.cppHelp': 'One file of C++17 without libraries. Such programs are run by the tests of this page.',
  'export.notebookHelp': 'The PyTorch program in the cells of a Jupyter notebook.',
  'export.what':
    'The program holds the parameters after step {step}. When it is run, it computes the outputs and the gradient of one batch, trains 20 steps more, and compares all of it with what the engine has computed.',
  'export.working': 'The engine computes what the program is to agree with …',
  'export.preview': 'Preview of {name}',
  'export.size': '{lines} lines, {kilobytes} KB',
  'export.cut': '{lines} lines, {kilobytes} KB, of which the first {shown} are shown',
  'export.copy': 'Copy',
  'export.copied': 'Copied.',
  'export.notCopied': 'The browser did not allow copying; download the file instead.',
  'export.download': 'Download',
  'error.EXPORT': '{path}: {found} cannot be exported; {allowed}.',
  'error.KERAS': 'The Keras model cannot be opened: {place} is {found}; possible here: {allowed}. Nothing has changed.',
};
