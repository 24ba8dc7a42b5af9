/** Words of the page that stands in other people's frames. */
export const embedPage = {
  open: 'Open in the full lab',
} as const;
