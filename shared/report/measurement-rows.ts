import { MeasureTool } from '../model/measurement.ts';
import type { ReportedMeasurement } from '../model/report.ts';
import { describedWords } from './described-words.ts';
import { measurementWords } from './measurement-words.ts';
import { TOOL_WORDS } from './tool-words.ts';

/** A measurement of a signed report in words, one column each. */
export interface MeasurementRow {
  readonly measurementId: string;
  readonly label: string;
  readonly kind: string;
  readonly value: string;
  /** What the number stands on, and what makes it doubtful. */
  readonly ground: string;
  /** Finding, site, side, judgement; empty: nobody said. */
  readonly described: string;
}

/** As they were when the report was signed. */
export function measurementRows(measurements: readonly ReportedMeasurement[]): MeasurementRow[] {
  return measurements.map((entry) => {
    const tool = MeasureTool.safeParse(entry.tool);
    return {
      measurementId: entry.measurementId,
      label: entry.label,
      kind: tool.success ? TOOL_WORDS[tool.data] : entry.tool,
      value: tool.success ? measurementWords({ ...entry, tool: tool.data }) : entry.text,
      ground: [entry.result.basis, ...entry.result.warnings].filter((part) => part !== '').join('; '),
      described: describedWords(entry),
    };
  });
}
