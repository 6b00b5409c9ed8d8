import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { AskedSite } from '../../../../shared/model/reconcile.ts';
import type { KnownStudy } from '../../../../shared/rules/outbox/site-differences.ts';
import type { SiteDifference } from '../../../../shared/model/site-difference.ts';
import { siteDifferences } from '../../../../shared/rules/outbox/site-differences.ts';
import { notAskedReason, signReasonOf } from '../../../../shared/rules/outbox/sign-reasons.ts';
import type { SignReason } from '../../../../shared/rules/sign-permission/question.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Source } from '../../sources/source.ts';
import { askSite } from './ask-site.ts';
import type { SiteAnswer } from './ask-site.ts';

export interface SigningCheckParts {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** The study as it is here now; null: its site could not know it. */
  readonly known: (studyId: StudyId) => KnownStudy | null;
  /** Of the site of the study, with whether their lines are known to be down. */
  readonly sources: (studyId: StudyId) => readonly { readonly isDown: boolean; open(): Source }[];
  readonly isMerged: (studyId: StudyId, a: string, b: string) => boolean;
}

/** No signature waits longer for a site, milliseconds. */
export const ASK_AT_SIGNING_MS = 2000;
/** What a site said counts for the signatures of so long, milliseconds. */
const COUNTS_MS = 10 * 60_000;

interface Asked {
  readonly at: number;
  readonly reasons: readonly SignReason[];
  readonly differences: readonly SiteDifference[];
}

/** F28: asks the site of a study, when its line is up, what changed there, just before a report is signed. Signing never needs it. */
export class SigningCheck {
  readonly #parts: SigningCheckParts;
  readonly #stop = new AbortController();
  readonly #known = new Map<StudyId, Asked>();
  readonly #running = new Map<StudyId, Promise<AskedSite>>();

  constructor(parts: SigningCheckParts) {
    this.#parts = parts;
  }

  /** Never longer than `ASK_AT_SIGNING_MS`, never throws for what a peer does, and at once where no line is up. */
  ask(studyId: StudyId): Promise<AskedSite> {
    const running = this.#running.get(studyId);
    if (running !== undefined) return running;
    const asking = this.#ask(studyId).finally(() => this.#running.delete(studyId));
    this.#running.set(studyId, asking);
    return asking;
  }

  /** What was said last, for whoever signs now. */
  reasons(studyId: StudyId): readonly SignReason[] {
    return this.#said(studyId)?.reasons ?? [];
  }

  /** The same with both sides. */
  told(studyId: StudyId): readonly SiteDifference[] {
    return this.#said(studyId)?.differences ?? [];
  }

  close(): void {
    this.#stop.abort();
    this.#known.clear();
  }

  async #ask(studyId: StudyId): Promise<AskedSite> {
    const known = this.#parts.known(studyId);
    const sources = known === null ? [] : this.#parts.sources(studyId);
    if (known === null || sources.length === 0) return this.#keep(studyId, 'nobody', []);
    const up = sources.filter(({ isDown }) => !isDown);
    if (up.length === 0) return this.#notAsked(studyId, 'source/unreachable');
    const answer = await withinLimit(askSite(up, known.studyUid, this.#stop.signal, ASK_AT_SIGNING_MS));
    switch (answer.kind) {
      case 'nobody':
        return this.#keep(studyId, 'nobody', []);
      case 'failed':
        return this.#notAsked(studyId, answer.code);
      case 'said': {
        const isMerged = (a: string, b: string): boolean => this.#parts.isMerged(studyId, a, b);
        // What arrived while the site was asked is here by now.
        const here = this.#parts.known(studyId) ?? known;
        const differences = siteDifferences(here, answer, isMerged);
        const reasons = differences.flatMap((one) => signReasonOf(one));
        return this.#keep(studyId, reasons.length === 0 ? 'same' : 'changed', reasons, differences);
      }
    }
  }

  #notAsked(studyId: StudyId, code: ErrorCode): AskedSite {
    return this.#keep(studyId, 'not-asked', [notAskedReason(code)]);
  }

  #said(studyId: StudyId): Asked | null {
    const said = this.#known.get(studyId);
    return said === undefined || this.#parts.clock.monotonic() - said.at > COUNTS_MS ? null : said;
  }

  #keep(
    studyId: StudyId,
    asked: AskedSite,
    reasons: readonly SignReason[],
    differences: readonly SiteDifference[] = [],
  ): AskedSite {
    const at = this.#parts.clock.monotonic();
    if (!this.#stop.signal.aborted) this.#known.set(studyId, { at, reasons, differences });
    return asked;
  }
}

/** Whatever a source does when it is told to stop. */
async function withinLimit(answer: Promise<SiteAnswer>): Promise<SiteAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<SiteAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'failed', code: 'source/timed-out' }), ASK_AT_SIGNING_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
