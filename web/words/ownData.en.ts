/** The dialog for data of the person’s own. */
export const ownData = {
  'draw.pad': 'Plane with {points} points',
  'draw.keys':
    'By keyboard: arrows move the cross (with Shift farther), digits choose the class, Enter sets, Delete erases.',
  'draw.classes': 'What is set',
  'draw.class': 'Class {name}',
  'draw.eraser': 'Eraser',
  'draw.number': 'Classes',
  'draw.brush': 'Brush',
  'draw.points': '{points} at once',
  'draw.undo': 'Undo',
  'draw.clear': 'Erase all',
  'draw.now': '{points} of {most} points.',
  'draw.full': 'There is no room for more.',
  'draw.link': 'They travel in the link.',
  'draw.at': 'x {x}, y {y}',

  'table.paste': 'Paste a table: one row a line, with a header if you like',
  'table.pastedName': 'pasted.csv',
  'table.read': 'Read the table',
  'table.choose': 'Choose a file …',
  'table.drop': 'or drop one here.',
  'table.another': 'Another table',
  'table.predict': 'Predict',
  'table.class': 'a class',
  'table.number': 'a number',
  'table.preview': 'The first rows of the table',
  'table.use': 'What {name} is used for',
  'table.unused': 'not used',
  'table.empty': 'empty',
  'table.more': 'The first {shown} of {columns} columns are shown.',

  'images.what':
    'Two files in the IDX format, as MNIST has them: images (height and width up to 64) and labels. They may be packed with gzip.',
  'images.choose': 'Choose both files …',
  'images.drop': 'or drop them here.',
  'images.needLabels': 'these are images; now the file of their labels, please.',
  'images.needImages': 'these are labels; now the file of their images, please.',
  'images.table': 'a table',
  'images.sheet': 'The first images; their labels: {labels}',

  'formula.text': 'A formula in x and y; a point is of class 1 where it is true or greater than 0',
  'formula.help':
    'Also r (distance from the centre), t (angle), pi, e; + − * / ^, comparisons, and, or, not; sin cos tan exp log sqrt abs sign floor tanh min max. Points are drawn from −1 to 1.',
  'formula.examples': 'Examples',
};
