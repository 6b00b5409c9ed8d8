import { useRegisterCommands } from '../app/commands/index.ts';
import { REPORT_KEYS } from './report-keys.ts';
import type { ReportActions } from './use-report-actions.ts';

/** What the keys of the report do, while one is shown. */
export function useReportCommands(actions: ReportActions, isDraft: boolean, hasNext: boolean): void {
  const enabled = (): boolean => isDraft && !actions.busy;
  useRegisterCommands([
    { ...REPORT_KEYS.insertMeasurement, enabled, run: actions.insertMeasurement },
    { ...REPORT_KEYS.insertNormal, enabled, run: () => actions.insertNormal(actions.editors.last) },
    { ...REPORT_KEYS.check, enabled, run: actions.check },
    { ...REPORT_KEYS.sign, enabled, run: () => actions.askToSign('stay') },
    { ...REPORT_KEYS.signAndNext, enabled: () => enabled() && hasNext, run: () => actions.askToSign('next') },
  ]);
}
