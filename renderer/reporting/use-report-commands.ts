import { useRegisterCommands } from '../app/commands/index.ts';
import type { ReportActions } from './use-report-actions.ts';

/** Keys of the report. Inserting and signing work wherever the focus is: the hand is on the image then. */
export function useReportCommands(actions: ReportActions, isDraft: boolean, hasNext: boolean): void {
  const enabled = (): boolean => isDraft && !actions.busy;
  const group = 'Report';
  useRegisterCommands([
    {
      id: 'report.insertMeasurement',
      title: 'Insert the measurement into the report',
      group,
      keys: ['Ctrl M'],
      scope: 'global',
      enabled,
      run: actions.insertMeasurement,
    },
    {
      id: 'report.insertNormal',
      title: 'Insert normal text',
      group,
      keys: ['Alt N'],
      scope: 'report',
      enabled,
      run: () => actions.insertNormal(actions.editors.last),
    },
    {
      id: 'report.check',
      title: 'Check the report',
      group,
      keys: ['Alt C'],
      scope: 'report',
      enabled,
      run: actions.check,
    },
    {
      id: 'report.sign',
      title: 'Sign the report',
      group,
      keys: ['Ctrl Enter'],
      scope: 'global',
      enabled,
      run: () => actions.askToSign('stay'),
    },
    {
      id: 'report.signAndNext',
      title: 'Sign the report and open the next unread study',
      group,
      keys: ['F8'],
      scope: 'global',
      enabled: () => enabled() && hasNext,
      run: () => actions.askToSign('next'),
    },
  ]);
}
