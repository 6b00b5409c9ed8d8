import { useState } from 'react';
import { AppError } from '../../../shared/errors/app-error.ts';
import { isErrorCode } from '../../../shared/errors/codes.ts';
import type { ProfilePreview } from '../../../shared/model/profile-view.ts';
import { Button } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { providerName } from '../sign-in/index.ts';
import { previewWords, trustWords } from './site-words.ts';
import styles from './sites.module.css';

/** What a file would change, and whether it is to be applied. */
export function PreviewForm({
  preview,
  busy,
  onApply,
  onLeave,
}: {
  readonly preview: ProfilePreview;
  readonly busy: boolean;
  readonly onApply: (isTrusted: boolean) => void;
  readonly onLeave: () => void;
}) {
  const [isTrusted, setTrusted] = useState(false);
  const { changes, refusal, already, fingerprint } = preview;
  const trust = refusal === null && !already ? trustWords(preview) : null;
  const canApply = refusal === null && !already && (trust === null || isTrusted);
  return (
    <section className={styles['preview']} aria-label="Profile to import">
      <p>{previewWords(preview)}</p>
      {refusal === null ? null : <p role="alert">{refusalWords(refusal)}</p>}
      {changes.length === 0 ? <p>It changes nothing.</p> : null}
      <ul aria-label="What it changes" className={styles['changes']} tabIndex={0}>
        {changes.map(({ words }) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      {refusal === null && preview.signsInAt !== null ? (
        <p>
          Its people sign in at <bdi>{providerName(preview.signsInAt)}</bdi>. You sign in there first: a page opens in
          the browser of this computer.
        </p>
      ) : null}
      {trust === null ? null : (
        <>
          <p>{trust}</p>
          <p className={styles['fingerprint']}>{fingerprint}</p>
          <label className={styles['choice']}>
            <input type="checkbox" checked={isTrusted} onChange={(event) => setTrusted(event.target.checked)} />
            They read exactly this fingerprint to me
          </label>
        </>
      )}
      <div className={styles['choice']}>
        <Button disabled={!canApply || busy} onClick={() => onApply(isTrusted)}>
          Apply this profile
        </Button>
        <Button onClick={onLeave}>Leave it</Button>
      </div>
    </section>
  );
}

function refusalWords({ code, message }: NonNullable<ProfilePreview['refusal']>): string {
  if (!isErrorCode(code)) return message;
  const { title, data, next } = errorWords(new AppError(code, message));
  return `${title}. ${data} ${next}`;
}
