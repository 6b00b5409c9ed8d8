import { useEffect, useState } from 'react';
import type { ReportHit } from '../../shared/model/report-hit.ts';
import { useServices } from '../app/services.tsx';

/** Milliseconds after the last key: what is typed on is not asked for. */
const PAUSE_MS = 120;

export interface Asked {
  readonly words: string;
  readonly modality: string;
  /** Years, four digits; '' for any. */
  readonly from: string;
  readonly to: string;
}

export interface Answer {
  /** What it is the answer to. */
  readonly words: string;
  readonly hits: readonly ReportHit[];
  readonly more: boolean;
}

/** What the station finds for what is typed; the last answer stays until the next one is here. */
export function useReportSearch(asked: Asked): { readonly answer: Answer | null; readonly failure: unknown } {
  const { link } = useServices();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const { words, modality, from, to } = asked;
  useEffect(() => {
    let isLast = true;
    const ask = async (): Promise<void> => {
      const found = await link.call('report.search', {
        words,
        modality: modality === '' ? null : modality,
        from: /^\d{4}$/.test(from) ? `${from}0101` : null,
        to: /^\d{4}$/.test(to) ? `${to}1231` : null,
        site: null,
        limit: 50,
      });
      if (!isLast) return;
      setAnswer({ words, ...found });
      setFailure(null);
    };
    const timer = setTimeout(() => {
      ask().catch((error: unknown) => {
        if (isLast) setFailure(error);
      });
    }, PAUSE_MS);
    return () => {
      isLast = false;
      clearTimeout(timer);
    };
  }, [link, words, modality, from, to]);
  return { answer, failure };
}
