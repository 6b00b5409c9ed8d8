import type { HangingCase } from '../../../shared/hanging/protocol/case-facts.ts';
import { ProtocolMatcher } from '../../../shared/hanging/protocol/match.ts';
import type { Candidate, Hanging } from '../../../shared/hanging/protocol/match.ts';
import { onDesk } from '../../../shared/hanging/protocol/on-desk.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import { OUTCOME_WORDS, stageLines } from '../stage-lines.ts';
import { useDocument, useEditorView } from './editor-context.ts';
import styles from './editor.module.css';

/** What the protocol as it stands would hang for the open study, and why. Nothing on the desk moves. */
export function TryPanel({
  facts,
  others,
}: {
  /** Null: no study is open. */
  readonly facts: HangingCase | null;
  /** The protocols that count besides. */
  readonly others: readonly HangingProtocol[];
}) {
  const document = useDocument();
  const faults = useEditorView(({ editing }) => editing.faults);
  if (facts === null) {
    return <p className={styles['panel']}>No study is open on the desk. Open one, and edit the protocol from there.</p>;
  }
  if (faults.length > 0) {
    return <p className={styles['panel']}>What is wrong in the fields comes first: {faults[0]?.words}</p>;
  }
  const { hanging, best } = tried(document, others, facts);
  const own = hanging.candidates.find(({ id }) => id === document.id);
  const isHung = hanging.protocol?.id === document.id;
  return (
    <div className={styles['panel']}>
      <p role="status">{own ? verdict(own, hanging, best) : 'It was not looked at.'}</p>
      {isHung
        ? onDesk(hanging.stages).map((stage, at) => (
            <section key={stage.id} aria-label={`Would hang: ${stage.name}`}>
              <h3>
                Stage {at + 1}: {stage.name}
              </h3>
              <ul className={styles['lines']}>
                {stageLines(stage).map((line) => (
                  <li key={line.key} className={line.isShown ? undefined : styles['quiet']}>
                    <strong>{line.label}</strong>: {line.words}
                  </li>
                ))}
              </ul>
            </section>
          ))
        : null}
      <section aria-label="Rule by rule">
        <h3>Rule by rule</h3>
        <ul className={styles['lines']}>
          {(own?.rules ?? []).map(({ words, holds }, at) => (
            // Two rules may have the same words.
            <li key={at} className={holds ? undefined : styles['quiet']}>
              {holds ? '✓' : '–'} {words}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** @returns what hangs where the reader asks for this one, and the id of what would hang by itself */
function tried(
  document: HangingProtocol,
  others: readonly HangingProtocol[],
  facts: HangingCase,
): { readonly hanging: Hanging; readonly best: string | null } {
  const matcher = new ProtocolMatcher([
    ...others.filter(({ id }) => id !== document.id),
    { ...document, scope: 'user' },
  ]);
  return { hanging: matcher.hang(facts, null, document.id), best: matcher.best(facts) };
}

function verdict(own: Candidate, hanging: Hanging, best: string | null): string {
  const points = `${own.score} points`;
  if (own.outcome !== 'hangs') return `It would not hang the open study: ${own.why ?? OUTCOME_WORDS[own.outcome]}.`;
  if (best === own.id) return `The open study would hang by it, ${points}.`;
  const other = hanging.candidates.find(({ id }) => id === best);
  return `It fits the open study, ${points}; “${other?.name ?? 'another'}” would hang by itself, ${other?.score ?? 0} points.`;
}
