import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CheckFinding } from '../../shared/model/report.ts';
import { findingsAs } from '../../shared/report/checks.ts';
import { PRELIMINARY_NOTICE } from '../../shared/report/signed-document.ts';
import { Button, Dialog, TextField } from '../ui/index.ts';
import styles from './sign-dialog.module.css';
import { findingKey, SignFindings } from './sign-findings.tsx';
import type { AfterSigning, ProofAsked, SignAs, SiteAsked } from './use-report-actions.ts';

/**
 * The question before a signature: who signs, as what, what stands in the way, what has to be accepted. The safe answer has the
 * focus. `onSign` gets the codes that were accepted.
 */
export function SignDialog({
  readerName,
  isAddendum,
  findings,
  busy,
  then,
  proof,
  site,
  onSign,
  onClose,
  onSeenMap,
  onShow,
  children,
}: {
  readonly readerName: string;
  readonly isAddendum: boolean;
  readonly findings: readonly CheckFinding[];
  readonly busy: boolean;
  readonly then: AfterSigning;
  /** Whether the passphrase is wanted once more. */
  readonly proof: ProofAsked;
  /** What came of asking the site. */
  readonly site: SiteAsked;
  readonly onSign: (acknowledged: readonly string[], proof: string | null, as: SignAs) => void;
  readonly onClose: () => void;
  /** Leaves the question for the map of what was shown. */
  readonly onSeenMap: () => void;
  /** Leaves the question for the words that a finding means. */
  readonly onShow: (finding: CheckFinding) => void;
  /** What to look at before. */
  readonly children?: ReactNode;
}) {
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set());
  const [typed, setTyped] = useState('');
  const onlyPreliminary = !isAddendum && findings.some(({ tier, leaves }) => tier === 'refuse' && leaves !== undefined);
  const [chosen, setChosen] = useState<SignAs>('final');
  const as = onlyPreliminary ? 'preliminary' : chosen;
  const found = findingsAs(findings, as);
  const asked = found.filter((finding) => finding.tier === 'acknowledge');
  const isRefused = found.some((finding) => finding.tier === 'refuse');
  const mayNot =
    (proof !== 'not' && typed === '') || isRefused || asked.some((finding) => !accepted.has(findingKey(finding)));
  const toggle = (key: string): void =>
    setAccepted((now) => {
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const lead = as === 'final' ? 'Sign as' : 'Sign preliminary as';
  return (
    <Dialog
      open
      title={isAddendum ? 'Sign this addendum' : 'Sign this report'}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose} data-autofocus>
            Keep writing
          </Button>
          <Button
            tone="primary"
            disabled={mayNot || busy}
            onClick={() => {
              onSign([...new Set(asked.map((finding) => finding.code))], proof === 'not' ? null : typed, as);
              setTyped('');
            }}
          >
            {busy ? 'Signing…' : `${lead} ${readerName}${then === 'next' ? ' and open the next' : ''}`}
          </Button>
        </>
      }
    >
      {isAddendum ? null : <AsWhat as={as} onlyPreliminary={onlyPreliminary} onChoose={setChosen} />}
      {isRefused ? null : <p>{FREEZES[as]}</p>}
      <p className={styles['site']} role="status">
        {SITE_WORDS[site]}
      </p>
      {children}
      <SignFindings findings={found} accepted={accepted} onToggle={toggle} onShow={onShow} />
      {found.some(({ code }) => UNSEEN.has(code)) ? (
        <p>
          <Button onClick={onSeenMap}>Look at what was shown …</Button>
        </p>
      ) : null}
      {proof === 'not' ? null : (
        <TextField
          label="Your passphrase, once more"
          type="password"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          autoFocus
          hint="The last proof of who you are is older than the policy of this store allows."
          problem={proof === 'wrong' && typed === '' ? 'This is not your passphrase. Nothing was signed.' : null}
        />
      )}
    </Dialog>
  );
}

/** Findings that say that images were not shown (shared/report/unread). */
const UNSEEN: ReadonlySet<string> = new Set(['check/unread-series', 'check/unseen-images', 'check/left-unread']);

/** In one line that is there from the start, so that nothing moves when the answer comes. */
const SITE_WORDS: Readonly<Record<SiteAsked, string>> = {
  asking: 'Asking the site whether anything changed …',
  same: 'The site was asked: nothing changed there.',
  changed: 'The site was asked: it says something else now.',
  'not-asked': 'The site could not be asked. It is asked before this goes out.',
  nobody: '',
};

const FREEZES: Readonly<Record<SignAs, string>> = {
  final: 'Signing freezes the text under your name. It can be added to, never changed.',
  preliminary: `The text is frozen under your name and marked "${PRELIMINARY_NOTICE}" wherever it is read. A final report takes its place.`,
};

function AsWhat({
  as,
  onlyPreliminary,
  onChoose,
}: {
  readonly as: SignAs;
  readonly onlyPreliminary: boolean;
  readonly onChoose: (as: SignAs) => void;
}) {
  const choices = [
    { value: 'final', label: 'Final report', disabled: onlyPreliminary },
    { value: 'preliminary', label: 'Preliminary report', disabled: false },
  ] as const;
  return (
    <fieldset className={styles['as']}>
      <legend>As</legend>
      {choices.map(({ value, label, disabled }) => (
        <label key={value} data-disabled={disabled || undefined}>
          <input
            type="radio"
            name="sign-as"
            checked={as === value}
            disabled={disabled}
            onChange={() => onChoose(value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
