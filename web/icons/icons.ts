/** Strokes of the page's own signs on a grid of 16 × 16. */
export const icons = {
  undo: 'M5.5 3 3 5.5 5.5 8M3.3 5.5H9a3.5 3.5 0 0 1 0 7H5',
  redo: 'M10.5 3 13 5.5 10.5 8M12.7 5.5H7a3.5 3.5 0 0 0 0 7h4',
  reset: 'M3 3.5v4h4M3.3 7.5A5 5 0 1 1 4 11',
  back: 'M11 3.5 5.5 8l5.5 4.5zM3.5 3.5v9',
  play: 'M5 3l8 5-8 5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  step: 'M5 3.5 10.5 8 5 12.5zM12.5 3.5v9',
  epoch: 'M2.5 4 7 8l-4.5 4zM8 4l4.5 4L8 12zM14 4v8',
  dice: 'M3 3h10v10H3zM5.8 5.8h.01M10.2 5.8h.01M8 8h.01M5.8 10.2h.01M10.2 10.2h.01',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  close: 'M4 4l8 8M12 4l-8 8',
  share: 'M8 10V2.5M5 5l3-2.7L11 5M3.5 8v5.5h9V8',
  light:
    'M8 5.2a2.8 2.8 0 1 0 .01 0M8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1',
  dark: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z',
  system: 'M2.5 3.5h11v7h-11zM6 13h4M8 10.5V13',
  help: 'M5.7 6a2.3 2.3 0 1 1 3.4 2c-.8.5-1.1.9-1.1 1.7M8 12.2h.01',
  settings: 'M2.5 4.5h6M11.5 4.5h2M10 3v3M2.5 11.5h2M7.5 11.5h6M6 10v3',
  flag: 'M4 14V2.5h8L10 5.5l2 3H4',
  check: 'M3 8.5l3.2 3.2L13 4.5',
  download: 'M8 2.5V10M5 7.5 8 10l3-2.5M3.5 11v2.5h9V11',
  open: 'M2.5 12.5v-9h4l1.5 2h5.5v7z',
  present: 'M2 3.5h12v7.5H2zM8 11v1.5M5 14l3-1.5L11 14',
  larger: 'M9.5 2.5h4v4M13.5 2.5l-5 5M6.5 13.5h-4v-4M2.5 13.5l5-5',
  smaller: 'M13 6.5H9.5V3M9.5 6.5l4-4M3 9.5h3.5V13M6.5 9.5l-4 4',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
} as const;

export type IconName = keyof typeof icons;
