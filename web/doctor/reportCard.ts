/** How often the doctor was right in the judged part of its corpus: what `npm run doctor:report` has measured. */

interface Counts {
  healthy: number;
  healthyWithAlarm: number;
  suffering: number;
  headlineRight: number;
  curable: number;
  cured: number;
}

export interface ReportCard {
  date: string;
  engine: string;
  /** Shares that are aimed at. */
  goals: { headlineRight: number; falseAlarms: number; cured: number };
  judged: {
    headlineRight: number;
    falseAlarms: number;
    cured: number;
    counts: Counts;
    /** By cause that was named: of how many runs rightly, and how many of its own were found. Null: of none. */
    causes: { cause: string; precision: number | null; recall: number | null; sick: number }[];
    /** `rule.aspect`, and in how many runs it held. */
    rules: { rule: string; precision: number | null; inHealthy: number; inSuffering: number }[];
    /** By fault of the corpus, with the headlines that its suffering runs got. */
    confusion: {
      fault: string;
      cause: string;
      runs: number;
      suffer: number;
      right: number;
      treated: number;
      cured: number;
      headlines: Record<string, number>;
    }[];
  };
}

const files = import.meta.glob<ReportCard>('../../docs/reportCard.json', { import: 'default' });

/** Loads the card that was committed; null if none was. */
export async function loadReportCard(): Promise<ReportCard | null> {
  const [load] = Object.values(files);
  return load ? load() : null;
}
