export default {
  title: 'Optimizers',
  url: 'https://course.example',
  baseUrl: '/',
  plugins: ['@docusaurus/plugin-content-pages'],
  themes: ['@docusaurus/theme-classic'],
};
