/** The curves of a run as lines of a chart. */
import type { History } from '../../wasm-bindings/types';
import type { ChartLine } from './chartDrawing';
import { css } from './colors';
import { seriesValues, type Metric, type SeriesName } from './series';
import type { Theme } from './theme.svelte';

/** Series differ in dash and width, not only in colour. */
const styles: Record<SeriesName, { dash: number[]; width: number }> = {
  training: { dash: [], width: 2 },
  validation: { dash: [7, 4], width: 2 },
  test: { dash: [2, 3], width: 2 },
  batch: { dash: [], width: 0.75 },
  penalty: { dash: [8, 3, 2, 3], width: 1.25 },
};

/** The curves of the parts lie over the batch's, whatever the order they were asked for in. */
const order: SeriesName[] = ['training', 'validation', 'test', 'penalty', 'batch'];

function colorOf(name: SeriesName, theme: Theme): string {
  if (name === 'training' || name === 'test') return css(theme.ink);
  return css(name === 'validation' ? theme.accent : theme.inkSoft);
}

/** These series of a run; without a history, or where the metric has no such series, lines without points. */
export function curveLines(
  history: History | null,
  series: readonly SeriesName[],
  metric: Metric,
  theme: Theme,
  titles: Record<SeriesName, string>,
): ChartLine[] {
  return order
    .filter((name) => series.includes(name))
    .map((name) => {
      const values = history && seriesValues(history, name, metric);
      return {
        key: name,
        title: titles[name],
        steps: values ? history.step : [],
        values: values ?? [],
        color: colorOf(name, theme),
        strength: name === 'batch' ? 0.55 : 1,
        ...styles[name],
      };
    });
}
