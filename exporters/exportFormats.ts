/** What can be chosen; the notebook holds the PyTorch program. */
export const exportFormats = ['pytorch', 'numpy', 'keras', 'cpp', 'notebook'] as const;
export type ExportFormat = (typeof exportFormats)[number];
