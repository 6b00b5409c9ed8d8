import { useEffect, useState } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import type { SiteStanding } from '../../shared/model/transfer.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';

/** What the sites of a study changed since it came here, and a way to fetch what they have more of. */
export interface SiteChanges {
  /** In words; empty: nothing. */
  readonly words: string;
  /** Null: there is nothing to fetch, or it was asked for. */
  readonly fetch: (() => void) | null;
}

interface Known {
  readonly studyId: StudyId | null;
  readonly standings: readonly SiteStanding[];
  /** What is new was asked for. */
  readonly asked: boolean;
}
const NOTHING: Known = { studyId: null, standings: [], asked: false };

/**
 * Asks the sites of a study once when it is opened, and hears of what they say later. What is on the screen does not move for it. A site
 * that cannot be asked changes nothing here: that its line is down is said elsewhere.
 */
export function useSiteChanges(studyId: StudyId | null): SiteChanges {
  const { link } = useServices();
  const notices = useNotices();
  const [known, setKnown] = useState<Known>(NOTHING);
  useEffect(() => {
    if (studyId === null) return undefined;
    let gone = false;
    link.call('study.revalidate', { studyId }).then(
      ({ standings }) => (gone ? undefined : setKnown({ studyId, standings, asked: false })),
      () => undefined,
    );
    const deafen = link.on('study.atSite', ({ studyId: of, standing }) => {
      if (of !== studyId) return;
      setKnown((before) => ({ studyId, standings: [...othersOf(before, studyId, standing), standing], asked: false }));
    });
    return () => {
      gone = true;
      deafen();
    };
  }, [link, studyId]);
  // What was said of another study is not said of this one, not for a moment.
  const { standings, asked } = known.studyId === studyId ? known : NOTHING;
  const changed = standings.filter(({ changes }) => changes.length > 0);
  const more = changed.filter((one) => one.completeAt === null && one.changes.some(isMore));
  const fetchMore = (): void => {
    setKnown({ ...known, asked: true });
    for (const { sourceId, studyUid } of more) {
      link
        .call('transfers.ask', { sourceId, studyUid, seriesUid: null, rank: 'open', way: null })
        .catch((error: unknown) => {
          setKnown((before) => ({ ...before, asked: false }));
          notices.fail(error, 'Fetch');
        });
    }
  };
  return { words: siteWords(changed), fetch: more.length === 0 || asked ? null : fetchMore };
}

/** @param changed standings with changes */
export function siteWords(changed: readonly Pick<SiteStanding, 'sourceName' | 'changes'>[]): string {
  return changed
    .map(({ sourceName, changes }) => `CHANGED AT ${sourceName}: ${changes.map(({ words }) => words).join(', ')}`)
    .join(' · ');
}

function othersOf(before: Known, studyId: StudyId, { sourceId }: SiteStanding): readonly SiteStanding[] {
  return before.studyId === studyId ? before.standings.filter((one) => one.sourceId !== sourceId) : [];
}

function isMore({ kind }: SiteStanding['changes'][number]): boolean {
  return kind === 'more-images' || kind === 'new-series';
}
