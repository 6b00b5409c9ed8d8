import type { WaitingSignature } from '../../shared/model/waiting-signature.ts';
import { useKeyLabel } from '../app/commands/index.ts';
import { Button } from '../ui/index.ts';
import { REPORT_KEYS } from './report-keys.ts';
import styles from './report-panel.module.css';
import type { ReportActions } from './use-report-actions.ts';
import { useSecondsLeft } from './use-seconds-left.ts';

/** Of a report that waits to be signed: how long it does, and the way out in both directions. */
export function WaitingFoot({
  waiting,
  actions,
}: {
  readonly waiting: WaitingSignature;
  readonly actions: Pick<ReportActions, 'busy' | 'takeBack' | 'signNow'>;
}) {
  const seconds = useSecondsLeft(waiting.until);
  const back = useKeyLabel(REPORT_KEYS.takeBack.id);
  const now = useKeyLabel(REPORT_KEYS.sign.id);
  const { busy } = actions;
  return (
    <div className={styles['footRow']}>
      <span className={styles['saved']}>
        Not signed yet{waiting.as === 'final' ? '' : ' as preliminary'}: {seconds === 0 ? 'now' : `in ${seconds} s`}
      </span>
      <span className={styles['spring']} />
      <Button disabled={busy} {...(back === undefined ? {} : { keyHint: back })} onClick={actions.takeBack}>
        Take back
      </Button>
      <Button tone="primary" disabled={busy} {...(now === undefined ? {} : { keyHint: now })} onClick={actions.signNow}>
        Sign now
      </Button>
    </div>
  );
}
