import { useKeyLabel } from '../../app/commands/index.ts';
import { errorWords } from '../../app/notices/index.ts';
import { Button, FailureLine } from '../../ui/index.ts';
import styles from './prior-opinion.module.css';
import type { PriorOpinion } from './use-prior-opinion.ts';

/** One quiet line below a prior report, for whoever's programme asks for it; nothing for anybody else. */
export function PriorOpinionEntry({
  opinion: { offered, unknown, busy, refused, begin },
  priorReportId,
}: {
  readonly opinion: PriorOpinion;
  readonly priorReportId: string;
}) {
  const key = useKeyLabel('report.priorOpinion');
  if (!offered) return unknown === null ? null : <FailureLine said={errorWords(unknown)} />;
  return (
    <div className={styles['entry']}>
      <Button
        tone="quiet"
        disabled={busy}
        {...(key === undefined ? {} : { keyHint: key })}
        onClick={() => begin(priorReportId)}
      >
        Give an opinion on this report …
      </Button>
      {refused?.priorReportId === priorReportId ? <FailureLine said={errorWords(refused.failure)} /> : null}
    </div>
  );
}
