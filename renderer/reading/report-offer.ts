import { createContext, useContext } from 'react';
import type { Measurement } from '../../shared/model/measurement.ts';
import type { DeskSession } from './desk-session.ts';

/** Words for the report: the measurement they begin with (null: none), and what follows it. */
export interface ReportOffer {
  readonly measurement: Measurement | null;
  /** Empty: the measurement says it all. */
  readonly sentence: string;
}

/** Takes an offer into the section that was written last. False: nothing is being written. */
export type OfferToReport = (offer: ReportOffer) => boolean;

/** Null where there is no report beside the pictures. */
export const OfferContext = createContext<OfferToReport | null>(null);

export function useOffer(): OfferToReport | null {
  return useContext(OfferContext);
}

/** Says so where the report takes no words now. */
export function offerToReport(desk: Pick<DeskSession, 'say'>, offer: OfferToReport, words: ReportOffer): void {
  if (offer(words)) return;
  desk.say(
    'No report is being written',
    'Choose a template in the report panel ({layout.report}), then insert it again.',
  );
}
