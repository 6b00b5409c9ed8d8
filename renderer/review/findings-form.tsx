import { useEffect, useRef, useState } from 'react';
import type { ReviewId } from '../../shared/model/ids.ts';
import type { BlindRead, ReviewFinding } from '../../shared/model/review/finding.ts';
import { FindingCertainty, FindingSide } from '../../shared/model/review/finding.ts';
import { CERTAINTY_WORDS, SIDE_WORDS } from '../../shared/review/finding-words.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { Button, IconButton, SelectField, TextField } from '../ui/index.ts';
import styles from './review.module.css';

const EMPTY: BlindRead = { findings: [], text: '' };
/** From the last key to the journal, milliseconds. */
const SAVE_AFTER_MS = 400;
const SIDES = ['none', ...FindingSide.options] as const;

/** Own findings in the short form, saved as they are written: the station keeps them through a crash. */
export function FindingsForm({
  reviewId,
  kept,
  isOpen,
  onSaved,
}: {
  readonly reviewId: ReviewId;
  readonly kept: BlindRead | null;
  /** False: it was locked meanwhile, and nothing more is kept. */
  readonly isOpen: boolean;
  /** Whether everything typed is with the station. */
  readonly onSaved: (isSaved: boolean) => void;
}) {
  const [read, setRead] = useState<BlindRead>(kept ?? EMPTY);
  const save = useSave(reviewId, onSaved);
  const change = (next: BlindRead): void => {
    setRead(next);
    if (isOpen) save(next);
  };
  const put = (at: number, finding: ReviewFinding): void =>
    change({ ...read, findings: read.findings.map((one, place) => (place === at ? finding : one)) });
  return (
    <div className={styles['findings']}>
      {read.findings.map((finding, at) => (
        <FindingFields
          key={finding.findingId}
          finding={finding}
          number={at + 1}
          onChange={(next) => put(at, next)}
          onRemove={() => change({ ...read, findings: read.findings.filter((_, place) => place !== at) })}
        />
      ))}
      <Button
        onClick={() =>
          change({ ...read, findings: [...read.findings, newFinding(`f${read.findings.length + 1}-${Date.now()}`)] })
        }
      >
        Add a finding
      </Button>
      <label className={styles['text']}>
        Anything else, or that there is nothing
        <textarea
          value={read.text}
          rows={5}
          maxLength={20_000}
          onChange={(event) => change({ ...read, text: event.target.value })}
        />
      </label>
    </div>
  );
}

function FindingFields({
  finding,
  number,
  onChange,
  onRemove,
}: {
  readonly finding: ReviewFinding;
  readonly number: number;
  readonly onChange: (finding: ReviewFinding) => void;
  readonly onRemove: () => void;
}) {
  const [size, setSize] = useState(finding.sizes.join(' x '));
  const sizes = sizesOf(size);
  return (
    <fieldset className={styles['finding']}>
      <legend>{`Finding ${number}`}</legend>
      <TextField
        label="What"
        value={finding.what}
        maxLength={500}
        autoFocus={finding.what === ''}
        onChange={(event) => onChange({ ...finding, what: event.target.value })}
      />
      <TextField
        label="Where"
        value={finding.where}
        maxLength={200}
        onChange={(event) => onChange({ ...finding, where: event.target.value })}
      />
      <div className={styles['short']}>
        <SelectField
          label="Side"
          value={finding.side ?? 'none'}
          options={SIDES.map((value) => ({ value, words: SIDE_WORDS[value] }))}
          onChange={(side) => onChange({ ...finding, side: side === 'none' ? null : side })}
        />
        <TextField
          label="Size, mm"
          value={size}
          maxLength={30}
          problem={sizes === null ? 'Up to three lengths, as 12 x 8' : null}
          onChange={(event) => {
            setSize(event.target.value);
            const typed = sizesOf(event.target.value);
            if (typed !== null) onChange({ ...finding, sizes: typed });
          }}
        />
        <SelectField
          label="How sure"
          value={finding.certainty}
          options={FindingCertainty.options.map((value) => ({ value, words: CERTAINTY_WORDS[value] }))}
          onChange={(certainty) => onChange({ ...finding, certainty })}
        />
        <IconButton label={`Remove finding ${number}`} onClick={onRemove}>
          ×
        </IconButton>
      </div>
    </fieldset>
  );
}

function newFinding(findingId: string): ReviewFinding {
  return {
    ...{ findingId, what: '', code: null, where: '', side: null, sizes: [], measurementId: null },
    ...{ certainty: 'definite', image: null },
  };
}

/** "12 x 8" to [12, 8], mm, the longest first; null for what is no length. */
export function sizesOf(text: string): number[] | null {
  if (text.trim() === '') return [];
  const sizes = text.split(/\s*[x×*]\s*|\s+/u).map((part) => Number(part.replace(',', '.')));
  const isFine = sizes.length <= 3 && sizes.every((size) => Number.isFinite(size) && size > 0 && size <= 10_000);
  return isFine ? sizes.sort((a, b) => b - a) : null;
}

/** Findings without a word are not sent: they are lines that wait to be written. */
function useSave(reviewId: ReviewId, onSaved: (isSaved: boolean) => void): (read: BlindRead) => void {
  const { link } = useServices();
  const notices = useNotices();
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; read: BlindRead } | null>(null);
  const [send] = useState(() => async (): Promise<void> => {
    const next = waiting.current;
    waiting.current = null;
    if (next === null) return;
    clearTimeout(next.timer);
    const findings = next.read.findings.filter(({ what }) => what.trim() !== '');
    await link.call('review.saveRead', { reviewId, read: { ...next.read, findings } });
    if (waiting.current === null) onSaved(true);
  });
  const failed = (error: unknown): void => notices.fail(error, 'Your findings');
  useEffect(() => () => void send().catch((error: unknown) => notices.fail(error, 'Your findings')), [send, notices]);
  return (read) => {
    onSaved(false);
    if (waiting.current !== null) clearTimeout(waiting.current.timer);
    waiting.current = { read, timer: setTimeout(() => void send().catch(failed), SAVE_AFTER_MS) };
  };
}
