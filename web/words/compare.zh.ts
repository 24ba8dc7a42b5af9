/** 比较室的用词。 */
export const compare = {
  'compare.twoRuns': '两次训练',
};
