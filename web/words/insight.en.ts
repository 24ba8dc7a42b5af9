/** Words of the panels that look into a trained network: classes, saliency, knock-out, surrogate. */
export const insight = {
  'doctor.classes': 'Classes',
  'doctor.saliency': 'Saliency',
  'doctor.knockOut': 'Knock-out',
  'doctor.surrogate': 'Surrogate',

  'classes.help':
    'Accuracy hides a class that is never recognized: look for a low recall (rows of the class that were missed) and a low precision (rows wrongly taken for it).',
  'classes.regression': 'These data have numbers to predict, no classes; the worst rows are listed all the same.',
  'classes.worst': 'Rows that cost most',
  'classes.worstHelp':
    'Often they are mislabelled, rare or between two classes. Choose one to see which of its inputs decided.',
  'classes.all': 'All rows',
  'classes.row': 'Row {row}',
  'classes.loss': 'loss {loss}',
  'classes.taken': 'taken for {name}',

  'saliency.row': 'Row',
  'saliency.of': 'Output',
  'saliency.decided': 'the class it decides for',
  'saliency.output': 'output {number}',
  'saliency.told':
    'For row {row} the output “{output}” is {value} (before its link). So much a small change of each input would move it:',
  'saliency.help':
    'A large gradient says that the network is sensitive to an input here, not that the input is a cause in the world. x · gradient says how much of the output it accounts for, were the network a straight line.',
  'saliency.name': 'input',
  'saliency.input': 'x',
  'saliency.gradient': 'gradient ∂z/∂x',
  'saliency.magnitude': '|gradient|',
  'saliency.product': 'x · gradient',
  'saliency.more': 'The {shown} strongest of {all} inputs.',

  'knockOut.whole': 'With all units the loss over the {rows} rows of the {part} part is {loss}.',
  'knockOut.most': 'Most missed is {unit}: without it the loss is {loss}.',
  'knockOut.needless':
    'Without {count} of the {all} units, taken away one at a time, the network does as well or better.',
  'knockOut.none': 'This network has no hidden unit.',
  'knockOut.help':
    'A unit that nobody misses can be spared; a network in which all depends on a single one is fragile. Units that do the same are not missed one by one, but together.',
  'knockOut.unit': 'unit',
  'knockOut.loss': 'loss without it',
  'knockOut.rise': 'rise of the loss',
  'knockOut.accuracy': 'accuracy without it',
  'knockOut.fall': 'fall of accuracy',
  'knockOut.all': 'Show all {count} units',

  'surrogate.depth': 'Questions',
  'surrogate.told':
    'These rules say the same as the network for {training} of the training rows and {validation} of the validation rows.',
  'surrogate.toldR2':
    'Against the output of the network these rules reach R² {training} on the training rows and {validation} on the validation rows.',
  'surrogate.help':
    'Fitted to what the network predicts, not to the truth: where they agree you may read the rules in its place; where they do not, the network does something that so few questions cannot tell.',
  'surrogate.if': 'if',
  'surrogate.input': 'input {number}',
  'surrogate.leaf': '{rows} rows, for {share} of them the network says so',
  'surrogate.leafRows': '{rows} rows',
};
