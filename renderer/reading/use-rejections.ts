import { useEffect, useState } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import type { RejectedImages, StudyRejections } from '../../shared/model/rejection.ts';
import { isSealed, rejectedWords, rejectionsWords } from '../../shared/rules/rejection.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { useDesk, useDeskCase } from './desk-context.tsx';

/** What the site took back of the open study. */
export interface Rejections {
  /** In words; empty: nothing. */
  readonly words: string;
  /** Hangs those of poor quality as well, each with its mark; null: there are none, or they hang already. */
  readonly show: (() => void) | null;
}

interface Known {
  readonly studyId: StudyId | null;
  readonly rejections: StudyRejections | null;
  /** The reader asked for those of poor quality. */
  readonly shown: boolean;
}
const NOTHING: Known = { studyId: null, rejections: null, shown: false };

/**
 * Asks once when a study is opened, and again when anything of it comes. What the site takes back for good while it is on the glass
 * goes from the glass at once: it may be of another patient. Nothing else moves.
 */
export function useRejections(): Rejections {
  const { link } = useServices();
  const notices = useNotices();
  const desk = useDesk();
  const open = useDeskCase();
  const study = open.status === 'open' ? open.current.study : null;
  const studyId = study?.studyId ?? null;
  const hung = study === null ? 0 : sealed(study.rejected ?? []);
  const [known, setKnown] = useState<Known>(NOTHING);
  useEffect(() => {
    if (studyId === null) return undefined;
    let gone = false;
    const ask = (): void => {
      link.call('study.rejections', { studyId }).then(
        (rejections) => {
          if (gone) return;
          const isMore = sealed(rejections.rejected) > hung;
          setKnown((before) => ({ studyId, rejections, shown: before.studyId === studyId && before.shown && !isMore }));
          if (isMore) void desk.open(studyId);
        },
        (error: unknown) => (gone ? undefined : notices.fail(error, 'What the site took back')),
      );
    };
    ask();
    const deafen = link.on('worklist.changed', ({ studyIds }) => {
      if (studyIds.includes(studyId)) ask();
    });
    return () => {
      gone = true;
      deafen();
    };
  }, [link, notices, desk, studyId, hung]);
  if (study === null) return { words: '', show: null };
  const { rejections, shown } = known.studyId === studyId ? known : NOTHING;
  const rejected = rejections?.rejected ?? study.rejected ?? [];
  const hidden = !shown && rejected.some(({ reason, images }) => reason === 'quality' && images > 0);
  const show = (): void => {
    setKnown((before) => ({ ...before, shown: true }));
    void desk.open(study.studyId, { withRejected: true });
  };
  const words = rejections === null ? rejectedWords(rejected) : rejectionsWords(rejections);
  return { words: words === '' ? '' : `REJECTED: ${words}`, show: hidden ? show : null };
}

/** Images that nobody may look at any more. */
function sealed(rejected: readonly RejectedImages[]): number {
  return rejected.filter(({ reason }) => isSealed(reason)).reduce((sum, { images }) => sum + images, 0);
}
