/** The metrics of the core's catalog; each with one sentence that explains it. */
export const metrics = {
  'family.metrics': 'Metric',
  'family.metrics.help': 'A number or picture that tells how good predictions are.',
  'kind.metrics.accuracy': 'Accuracy',
  'kind.metrics.accuracy.help': 'The share of rows whose class is predicted rightly.',
  'kind.metrics.precision': 'Precision',
  'kind.metrics.precision.help': 'Of the rows that are predicted to be of a class, the share that truly are.',
  'kind.metrics.recall': 'Recall',
  'kind.metrics.recall.help': 'Of the rows that truly are of a class, the share that is found.',
  'kind.metrics.f1': 'F1',
  'kind.metrics.f1.help': 'The harmonic mean of precision and recall: high only where both are.',
  'kind.metrics.confusionMatrix': 'Confusion matrix',
  'kind.metrics.confusionMatrix.help': 'How many rows of each true class were predicted to be of each class.',
  'kind.metrics.rocCurve': 'ROC curve',
  'kind.metrics.rocCurve.help': 'The share of positives found against the share of false alarms, for every threshold.',
  'kind.metrics.rocAuc': 'Area under the ROC curve',
  'kind.metrics.rocAuc.help': 'The chance that a positive row scores higher than a negative one; 0.5 is guessing.',
  'kind.metrics.averagePrecision': 'Average precision',
  'kind.metrics.averagePrecision.help': 'Precision averaged over all thresholds, weighted by the recall each one adds.',
  'kind.metrics.r2': 'R²',
  'kind.metrics.r2.help':
    'The share of the targets’ variance that is explained: 1 is perfect, 0 is no better than their mean.',
  'kind.metrics.meanAbsoluteError': 'Mean absolute error',
  'kind.metrics.meanAbsoluteError.help': 'How far predictions are from targets on average.',
  'kind.metrics.meanSquaredError': 'Mean squared error',
  'kind.metrics.meanSquaredError.help':
    'The average squared distance from predictions to targets: large errors count most.',
};
