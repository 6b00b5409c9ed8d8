import type { MessageAnswer, MessageLook } from '../../../shared/contract/message-console.ts';
import { shownFields } from '../../../shared/hl7/results/spoken-fields.ts';
import type { Made } from './use-message.ts';
import styles from './message-dialog.module.css';

/** A message, a segment a line; fields that the mapping speaks of are marked, and what is wrong is said first. */
export function MessageView({ made }: { readonly made: Made | null }) {
  if (made === null) return <p className={styles['quiet']}>The message is being made …</p>;
  const { look } = made;
  const mapping = made.mapping ?? look.mapping;
  return (
    <>
      <p className={styles['quiet']} role="status">
        {factsOf(look)}
      </p>
      {look.problems.length === 0 ? null : (
        <ul className={styles['problems']} aria-label="What is wrong with it">
          {look.problems.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      {look.notes.map((words) => (
        <p key={words} className={styles['quiet']}>
          {words}
        </p>
      ))}
      <ol className={styles['message']} aria-label="Segments of the message" tabIndex={0}>
        {look.segments.map((segment, place) => (
          <li key={place}>
            {shownFields(segment, mapping).map(({ at, text, spoken }) => (
              <span key={at}>
                {at === 0 ? '' : '|'}
                {spoken ? <mark title={`${segment.slice(0, 3)}-${String(at)}`}>{text}</mark> : text}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </>
  );
}

function factsOf({ segments, charset, longest, problems }: MessageLook): string {
  const well = problems.length === 0 ? 'It was read back as it was written.' : 'It is not right as it is.';
  return `${String(segments.length)} segments, the longest of ${String(longest)} characters, in ${charset}. ${well}`;
}

const ANSWERS: Readonly<Record<MessageAnswer['kind'], string>> = {
  delivered: 'It was taken.',
  refused: 'It was refused.',
  later: 'It was not taken now, and may be later.',
  'not-sent': 'Nothing was sent: there is no connection.',
  unanswered: 'It was sent, and no answer came.',
};

/** What a receiver made of a test. */
export function answerWords({ controlId, kind, code, text }: MessageAnswer): string {
  const said = text === '' ? (code === null ? '' : ` (${code})`) : ` It said: ${text}`;
  return `${ANSWERS[kind]}${said} Message ${controlId}.`;
}
