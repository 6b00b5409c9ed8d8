import { useKeyDispatcher, useRegisterCommands } from '../app/commands/index.ts';
import { REPORT_KEYS } from './report-keys.ts';
import type { ReportActions } from './use-report-actions.ts';

/** What the keys of the report do, while one is shown. */
export function useReportCommands(
  actions: ReportActions,
  {
    isWritten,
    isWaiting,
    hasNext,
  }: { readonly isWritten: boolean; readonly isWaiting: boolean; readonly hasNext: boolean },
): void {
  const enabled = (): boolean => isWritten && !actions.busy;
  const { hold } = useKeyDispatcher();
  const held = (): boolean => hold.view.getState().by !== null;
  useRegisterCommands([
    {
      ...REPORT_KEYS.holdKeys,
      enabled,
      run: () => {
        if (held()) return hold.release();
        hold.hold('reader');
        actions.editors.target()?.view.focus();
      },
    },
    { ...REPORT_KEYS.insertMeasurement, enabled, run: actions.insertMeasurement },
    { ...REPORT_KEYS.insertNormal, enabled, run: () => actions.insertNormal(actions.editors.last) },
    { ...REPORT_KEYS.insertAllNormal, enabled, run: actions.insertAllNormal },
    { ...REPORT_KEYS.acceptPassage, enabled, run: actions.acceptPassage },
    { ...REPORT_KEYS.nextWaiting, enabled, run: () => actions.showWaiting(1) },
    { ...REPORT_KEYS.previousWaiting, enabled, run: () => actions.showWaiting(-1) },
    { ...REPORT_KEYS.fill, enabled, run: actions.fill },
    { ...REPORT_KEYS.check, enabled, run: actions.check },
    {
      ...REPORT_KEYS.sign,
      enabled: () => (isWritten || isWaiting) && !actions.busy,
      run: () => (isWaiting ? actions.signNow() : actions.askToSign('stay')),
    },
    { ...REPORT_KEYS.signAndNext, enabled: () => enabled() && hasNext, run: () => actions.askToSign('next') },
  ]);
}
