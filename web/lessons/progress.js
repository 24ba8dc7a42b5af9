/** Tells in the list of lessons which challenges have been solved in this browser. Without it the list is whole, too. */
const solved = (key) => {
  try {
    return localStorage.getItem(`nablab.solved.${key}`) === 'yes';
  } catch {
    // Storage is denied: nothing is known.
    return false;
  }
};

const items = [...document.querySelectorAll('[data-lesson]')];
const done = items.filter((item) => solved(item.dataset.lesson));
const told = document.querySelector('.progress');
if (told && done.length > 0) {
  told.textContent = told.dataset.all.replace('{solved}', done.length).replace('{all}', items.length);
  for (const item of done) {
    const mark = document.createElement('span');
    mark.className = 'solved';
    mark.textContent = `✓ ${told.dataset.done}`;
    item.querySelector('a').after(' ', mark);
  }
}
