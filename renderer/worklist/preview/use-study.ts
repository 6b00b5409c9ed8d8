import { useEffect, useState } from 'react';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { StudyPreview } from '../../../shared/model/study.ts';
import { useServices } from '../../app/services.tsx';

export type LoadedStudy =
  | { readonly state: 'none' }
  | { readonly state: 'loading'; readonly studyId: StudyId }
  | { readonly state: 'loaded'; readonly studyId: StudyId; readonly study: StudyPreview }
  | { readonly state: 'failed'; readonly studyId: StudyId; readonly failure: unknown };

/** Milliseconds that the focus rests on a row before its study is asked for. */
const REST_MS = 150;

/** The focused study, asked for once the focus rests. `version` changes when the row did. */
export function useStudy(studyId: StudyId | null, version: string): LoadedStudy {
  const { link } = useServices();
  const [loaded, setLoaded] = useState<LoadedStudy>({ state: 'none' });
  useEffect(() => {
    if (studyId === null) return;
    let wanted = true;
    const timer = setTimeout(() => {
      link.call('study.preview', { studyId }).then(
        (study) => wanted && setLoaded({ state: 'loaded', studyId, study }),
        (failure: unknown) => {
          if (wanted && asAppError(failure).family !== 'cancelled') setLoaded({ state: 'failed', studyId, failure });
        },
      );
    }, REST_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [link, studyId, version]);
  if (studyId === null) return { state: 'none' };
  // What was loaded for another study is never shown under this one's name.
  return loaded.state !== 'none' && loaded.studyId === studyId ? loaded : { state: 'loading', studyId };
}
