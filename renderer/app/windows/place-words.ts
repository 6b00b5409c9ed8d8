import type { MonitorUse } from '../../../shared/model/desk-window.ts';

/** What a monitor or window is for. */
export const PLACE_WORDS: Readonly<Record<MonitorUse, string>> = {
  desk: 'worklist and report',
  left: 'diagnostic left',
  right: 'diagnostic right',
  colour: 'colour',
  none: 'not used',
};
