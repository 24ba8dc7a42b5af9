/** Words of the room where runs are compared. */
export const compare = {
  'compare.twoRuns': 'Two runs',
};
