import { useEffect, useEffectEvent, useRef } from 'react';
import type { LaunchRequest } from '../../shared/contract/app.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { Worklist } from '../worklist/index.ts';
import { useNotices } from './notices/index.ts';
import { useServices } from './services.tsx';
import type { StationLink } from './station-link.ts';

/**
 * Shows the study that another program asked for, at the start and while the program runs; only with the store open. One that was asked
 * for by its accession number is told of when it comes on the desk and when it leaves it.
 */
export function useLaunches(
  worklist: Worklist,
  open: (studyId: StudyId) => void,
  showList: () => void,
  onDesk: StudyId | null,
): void {
  const { link } = useServices();
  const notices = useNotices();
  /** On the desk because another program asked for it. */
  const asked = useRef<StudyId | null>(null);
  const left = useEffectEvent((now: StudyId | null) => {
    const studyId = asked.current;
    if (studyId === null || now === studyId) return;
    asked.current = null;
    void link.call('context.closed', { studyId }).catch((error: unknown) => notices.fail(error, 'Request'));
  });
  const take = useEffectEvent(async () => {
    const { request, refused } = await link.call('app.takeLaunch', {});
    if (refused) {
      notices.add({
        tone: 'warning',
        title: 'A request from another program was refused',
        detail: 'It must name one study or one accession number, and nothing else. Nothing was opened.',
      });
    }
    if (!request) return;
    const found = await studiesOf(link, request);
    const [only] = found;
    if (only !== undefined && found.length === 1) {
      open(only);
      if (request.kind !== 'accession') return;
      left(only);
      asked.current = only;
      await link.call('context.opened', { studyId: only, accession: request.accession });
      return;
    }
    if (found.length === 0) {
      // A mistyped number takes no case from under the hand of its reader.
      notices.add({
        tone: 'warning',
        title: 'The requested study is not on this station',
        detail: `${request.kind === 'study' ? request.studyUid : request.accession} is in no list here. Everything stays as it was: import the study, then ask again.`,
      });
      return;
    }
    showList();
    // Two sites may use one accession number: the reader chooses, nothing is guessed.
    worklist.setSearch(request.kind === 'study' ? request.studyUid : request.accession);
    notices.add({
      tone: 'note',
      title: `${found.length} studies fit the request`,
      detail: 'They stand in the list: choose the right patient.',
    });
  });
  useEffect(() => left(onDesk), [onDesk]);
  useEffect(() => {
    const run = (): void => void take().catch((error: unknown) => notices.fail(error, 'Request'));
    run();
    return link.on('app.launched', run);
  }, [link, notices]);
}

/** The studies that have exactly this study UID or accession number. */
async function studiesOf(link: StationLink, request: LaunchRequest): Promise<readonly StudyId[]> {
  const wanted = request.kind === 'study' ? request.studyUid : request.accession;
  const { rows } = await link.call('worklist.list', { search: wanted });
  return rows
    .filter((row) => (request.kind === 'study' ? row.studyUid : row.accession) === wanted)
    .map(({ studyId }) => studyId);
}
