import { useEffect, useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { useServices } from '../../app/services.tsx';

export type Macros = Response<'macros.list'>;

/** Macros of the reader and what they are told of the study; null until they are here. `load` brings them anew. */
export function useMacros(
  studyId: StudyId,
  wanted: boolean,
): { readonly macros: Macros | null; load(): Promise<Macros> } {
  const { link } = useServices();
  const [macros, setMacros] = useState<Macros | null>(null);
  useEffect(() => {
    let isShown = true;
    const put = (now: Macros): void => {
      if (isShown) setMacros(now);
    };
    // Where they do not come, the key asks again and says why not.
    if (wanted) void link.call('macros.list', { studyId }).then(put, () => undefined);
    return () => {
      isShown = false;
    };
  }, [link, studyId, wanted]);
  return {
    macros,
    load: async () => {
      const now = await link.call('macros.list', { studyId });
      setMacros(now);
      return now;
    },
  };
}
