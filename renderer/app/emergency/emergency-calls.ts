import type { CallName, Request, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonRole } from '../../../shared/model/person.ts';
import type { StudyForReading } from '../../../shared/model/study.ts';
import { mayCall } from '../may.ts';
import type { StationLink } from '../station-link.ts';

type Call = StationLink['call'];
type Answers = { readonly [N in CallName]?: (request: Request<N>) => Response<N> };

/**
 * The calls of a desk that shows one study in an emergency: the study is what was granted, no prior beside it. What the role has no
 * right to read or keep is empty and kept nowhere; everything else goes to the station.
 */
export function emergencyCalls(granted: StudyForReading, roles: readonly PersonRole[] | null, call: Call): Call {
  const savedAt = '';
  const study = { ...granted, priors: [] };
  const opening: Answers = {
    'study.open': ({ studyId }) => {
      if (studyId === study.study.studyId) return study;
      throw new AppError('access/not-allowed', 'emergency access is to one study');
    },
  };
  const nothing: Answers = {
    'reading.load': () => ({ measurements: [], desk: null }),
    'reading.seen': () => ({ objects: [], aside: [] }),
    'reading.looks': () => ({ looks: [] }),
    'reading.saveDesk': () => ({ savedAt }),
    'reading.saveSeen': () => ({ savedAt }),
    'reading.setAside': () => ({ savedAt }),
  };
  return async <N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> => {
    const own: Answers[N] | undefined = opening[name] ?? (mayCall(name, roles) ? undefined : nothing[name]);
    return own ? own(request) : await call(name, request);
  };
}
