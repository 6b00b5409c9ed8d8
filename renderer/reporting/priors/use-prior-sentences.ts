import { useMemo, useState } from 'react';
import type { PriorReportText } from '../../../shared/model/prior-report.ts';
import { firstSentenceFor, priorSentences, sentenceAt } from '../../../shared/report/prior-sentences.ts';
import type { PriorSentence } from '../../../shared/report/prior-sentences.ts';

/** A way through the sentences of an earlier report. */
export interface PriorSentences {
  readonly all: readonly PriorSentence[];
  /** Which one the next copy takes; null: there is none. */
  readonly at: number | null;
  /** Those that were copied from here. */
  readonly copied: ReadonlySet<number>;
  step(by: 1 | -1): void;
  /** To the one at a place in the text of a section. */
  goTo(section: number, offset: number): void;
  /** The one here went into the report: on to the next. */
  took(): void;
}

interface Way {
  readonly priorReportId: string | null;
  readonly at: number | null;
  readonly copied: ReadonlySet<number>;
}

const NOT_BEGUN: Way = { priorReportId: null, at: null, copied: new Set() };

/** @param into the section that is written: copying begins at its counterpart */
export function usePriorSentences(
  prior: PriorReportText | null,
  into: { readonly sectionId: string; readonly title: string } | undefined,
): PriorSentences {
  const [way, setWay] = useState<Way>(NOT_BEGUN);
  const all = useMemo(() => priorSentences(prior?.sections ?? []), [prior]);
  const isOfThis = prior !== null && way.priorReportId === prior.priorReportId;
  const { at, copied } =
    prior !== null && isOfThis && way.at !== null
      ? way
      : { at: firstSentenceFor(all, prior?.sections ?? [], into), copied: NOT_BEGUN.copied };
  const go = (next: number | null, took: ReadonlySet<number> = copied): void => {
    if (prior !== null && next !== null) setWay({ priorReportId: prior.priorReportId, at: next, copied: took });
  };
  const last = all.length - 1;
  return {
    ...{ all, at, copied },
    step: (by) => go(at === null ? null : Math.min(last, Math.max(0, at + by))),
    goTo: (section, offset) => go(sentenceAt(all, section, offset)),
    took: () => {
      if (at !== null) go(Math.min(last, at + 1), new Set([...copied, at]));
    },
  };
}
