import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { Banner, Button } from '../../ui/index.ts';
import appStyles from '../app-root.module.css';
import { useRegisterCommands } from '../commands/index.ts';
import { localMinutes } from '../local-time.ts';
import { useNotices } from '../notices/index.ts';
import { PUT_ASIDE } from '../put-aside.ts';
import { useServices } from '../services.tsx';
import { TalkContext } from '../windows/talk-context.ts';
import type { Emergency, OpenEmergency } from './emergency.ts';
import { emergencyCalls } from './emergency-calls.ts';
import styles from './emergency.module.css';

const ReadingDesk = lazy(async () => ({ default: (await import('../../reading/index.ts')).ReadingDesk }));

/** The study that is open in an emergency, under a line that says so for as long as it is. */
export function EmergencyDesk({ emergency, open }: { readonly emergency: Emergency; readonly open: OpenEmergency }) {
  const { link, access } = useServices();
  const notices = useNotices();
  const roles = useStore(access.view, (view) => view.state?.reader?.roles ?? null);
  const { grant, study } = open;
  const call = useMemo(() => emergencyCalls(study, roles, link.call), [study, roles, link]);
  const end = (): void => void emergency.end().catch((error: unknown) => notices.fail(error, 'Emergency access'));
  useRegisterCommands([{ ...PUT_ASIDE, title: 'End emergency access', run: end }]);
  useEffect(() => {
    const left = Date.parse(grant.until) - Date.now();
    const timer = setTimeout(
      () => {
        emergency.end().catch((error: unknown) => notices.fail(error, 'Emergency access'));
        notices.add({ tone: 'warning', title: 'The emergency access is over', detail: 'Its time has passed.' });
      },
      Math.max(0, left),
    );
    return () => clearTimeout(timer);
  }, [emergency, grant, notices]);
  return (
    <div className={styles['desk']}>
      <Banner tone="warning" actions={<Button onClick={end}>End emergency access</Button>}>
        Emergency access to one study until {localMinutes(grant.until)}, or until you lock. It is on record, and
        somebody else reviews it. Reason: <bdi>{grant.reason}</bdi>
      </Banner>
      <div className={styles['study']}>
        <Suspense fallback={<p className={appStyles['starting']}>Opening the desk …</p>}>
          {/* What was granted is shown in this window alone. */}
          <TalkContext value={null}>
            <ReadingDesk key={grant.grantId} studyId={study.study.studyId} call={call} onClose={end} />
          </TalkContext>
        </Suspense>
      </div>
    </div>
  );
}
