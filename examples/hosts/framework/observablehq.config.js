export default {
  title: 'Optimizers',
  // Letters as they are to be had: nothing from elsewhere.
  globalStylesheets: [],
};
