import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Conference, ConferenceCase } from '../../../shared/model/review/conference.ts';
import { Button, TextField } from '../../ui/index.ts';
import styles from './teaching.module.css';

type Words = Pick<ConferenceCase, 'question' | 'learningPoint' | 'presenterNotes' | 'minutes'>;

const FIELDS = [
  ['question', 'Question to the audience'],
  ['learningPoint', 'Learning point'],
  ['presenterNotes', 'Notes for the presenter alone'],
] as const;

export interface CaseLineProps {
  readonly one: Conference['cases'][number];
  /** From 0. */
  readonly place: number;
  readonly of: number;
  readonly busy: boolean;
  readonly onMove: (by: -1 | 1) => void;
  readonly onChange: (words: Words) => void;
  readonly onRemove: () => void;
  /** Puts its study on the desk. */
  readonly onPresent: () => void;
}

/** One case of a list. Alt and an arrow key move it; its words are kept when the field is left. */
export function CaseLine({ one, place, of, busy, onMove, onChange, onRemove, onPresent }: CaseLineProps) {
  const { question, learningPoint, presenterNotes, minutes } = one;
  const [words, setWords] = useState<Words>({ question, learningPoint, presenterNotes, minutes });
  const name = `${place + 1}. ${one.label === '' ? 'Study' : one.label}`;
  const keep = (): void => {
    const isNew = FIELDS.some(([field]) => words[field] !== one[field]) || words.minutes !== minutes;
    if (isNew && isMinutes(words.minutes)) onChange(words);
  };
  const moveByKey = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || (by !== -1 && by !== 1)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!busy && place + by >= 0 && place + by < of) onMove(by);
  };
  return (
    <li className={styles['case']} onKeyDown={moveByKey}>
      <div className={styles['head']}>
        <strong>{name}</strong>
        {one.reviewId === null ? null : <span className={styles['quiet']}>from a second reading</span>}
        <span className={styles['buttons']}>
          <Button aria-label={`Move ${name} up`} disabled={busy || place === 0} onClick={() => onMove(-1)}>
            Up
          </Button>
          <Button aria-label={`Move ${name} down`} disabled={busy || place === of - 1} onClick={() => onMove(1)}>
            Down
          </Button>
          <Button aria-label={`Take ${name} off the list`} disabled={busy} onClick={onRemove}>
            Take off
          </Button>
          <Button tone="primary" aria-label={`Present ${name}`} disabled={busy} onClick={onPresent}>
            Present
          </Button>
        </span>
      </div>
      <div className={styles['words']} onBlur={keep}>
        {FIELDS.map(([field, label]) => (
          <label key={field} className={styles['text']}>
            {label}
            <textarea
              value={words[field]}
              rows={2}
              maxLength={4000}
              onChange={(event) => setWords({ ...words, [field]: event.target.value })}
            />
          </label>
        ))}
        <TextField
          label="Minutes"
          value={Number.isNaN(words.minutes) ? '' : String(words.minutes)}
          inputMode="numeric"
          maxLength={3}
          problem={isMinutes(words.minutes) ? null : 'From 1 to 240'}
          onChange={(event) => setWords({ ...words, minutes: Number.parseInt(event.target.value, 10) })}
        />
      </div>
    </li>
  );
}

function isMinutes(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= 240;
}
