import { useEffect, useState } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import { useNotices } from './notices/index.ts';
import { useServices } from './services.tsx';
import type { StationLink } from './station-link.ts';

/**
 * What the station says of the open study: asked when it is opened, and whenever something of it changed. A station that does not say
 * it is a notice, never silence.
 * @param ask of the module, not made anew with every render
 * @param about what is asked, for that notice
 * @returns null until the station said it of this study
 */
export function useOfStudy<Said>(
  ask: (link: StationLink, studyId: StudyId) => Promise<Said>,
  studyId: StudyId | null,
  about: string,
): { readonly said: Said | null; readonly set: (said: Said) => void } {
  const { link } = useServices();
  const notices = useNotices();
  const [known, setKnown] = useState<{ readonly of: StudyId; readonly said: Said } | null>(null);
  useEffect(() => {
    if (studyId === null) return undefined;
    let gone = false;
    const refresh = (): void => {
      ask(link, studyId).then(
        (said) => (gone ? undefined : setKnown({ of: studyId, said })),
        (error: unknown) => (gone ? undefined : notices.fail(error, about)),
      );
    };
    refresh();
    const deafen = link.on('worklist.changed', ({ studyIds }) => (studyIds.includes(studyId) ? refresh() : undefined));
    return () => {
      gone = true;
      deafen();
    };
  }, [link, notices, ask, studyId, about]);
  return {
    said: known !== null && known.of === studyId ? known.said : null,
    set: (said) => (studyId === null ? undefined : setKnown({ of: studyId, said })),
  };
}
