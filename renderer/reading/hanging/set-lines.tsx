import { corrected, isByNameAlone, labelOf, rulesOfSet } from '../../../shared/hanging/protocol/by-example.ts';
import type { Corrections, Proposal, ProposedSet } from '../../../shared/hanging/protocol/by-example.ts';
import type { Rule } from '../../../shared/hanging/protocol/condition.ts';
import { plainRule } from '../../../shared/hanging/protocol/plain-words.ts';
import { ruleWords } from '../../../shared/hanging/protocol/rules.ts';
import type { Ground } from '../../../shared/hanging/protocol/stack-by-example.ts';
import styles from './hanging.module.css';
import { RuleLine } from './rule-line.tsx';

const GROUND_WORDS: Readonly<Record<Ground, string | undefined>> = {
  needed: undefined,
  pictures: undefined,
  name: 'what it is called here: other sites may call it otherwise',
  number: 'its number alone: other studies may count otherwise',
};

interface LinesProps {
  readonly corrections: Corrections;
  readonly correct: (key: string, rule: Rule | null) => void;
}

export function StudyLines({ proposal, corrections, correct }: LinesProps & { readonly proposal: Proposal }) {
  const now = proposal.for.map((rule, at) => corrected<Rule>(rule, `for ${at}`, corrections));
  const kept = now.filter((rule) => rule !== null).length;
  return (
    <section aria-label="Studies that hang so">
      <h3>Studies that hang so</h3>
      {proposal.for.map((rule, at) => (
        <RuleLine
          key={ruleWords(rule)}
          proposed={rule}
          rule={now[at] ?? null}
          isLast={now[at] !== null && kept === 1}
          onCorrect={(next) => correct(`for ${at}`, next)}
        />
      ))}
    </section>
  );
}

interface SetLinesProps extends LinesProps {
  readonly set: ProposedSet;
  /** As what it stands there; null: as its pictures. */
  readonly shown: string | null;
}

export function SetLines({ set, shown, corrections, correct }: SetLinesProps) {
  const { id, label, stack, study, rules, further, mistaken } = set;
  const title = [stack.description ?? stack.modality ?? 'A series', stack.name].filter(Boolean).join(', ');
  const needed = rules.filter(({ by }) => by === 'needed').map(({ rule }) => plainRule(rule));
  const isByPictures = rulesOfSet(set, corrections).every(({ by }) => by === 'needed' || by === 'pictures');
  const offered = further.flatMap(({ rule }, at) => (corrections.get(`${id} +${at}`) ? [] : [{ rule, at }]));
  return (
    <section aria-label={`Series ${title}`}>
      <h3>
        <bdi>“{title}”</bdi>: {label}
      </h3>
      {study === null ? null : <p>{`Of ${study}.`}</p>}
      {shown === null ? null : <p>{`Shown as ${shown}.`}</p>}
      <p className={styles['quiet']}>
        {isByPictures ? 'Found by what its pictures are. ' : ''}Always: {needed.join(', ')}.
      </p>
      {rules.map(({ rule, by }, at) =>
        by === 'needed' ? null : (
          <RuleLine
            // Two rules of one set never have the same words.
            key={`${rule.weight < 0 ? 'not ' : ''}${ruleWords(rule)}`}
            proposed={rule}
            rule={corrected<Rule>(rule, `${id} ${at}`, corrections)}
            hint={GROUND_WORDS[by]}
            onCorrect={(next) => correct(`${id} ${at}`, next)}
          />
        ),
      )}
      {further.map(({ rule, by }, at) => {
        const asked = corrections.get(`${id} +${at}`) ?? null;
        return asked === null ? null : (
          <RuleLine
            key={`more ${ruleWords(rule)}`}
            proposed={rule}
            rule={asked}
            hint={GROUND_WORDS[by]}
            onCorrect={(next) => correct(`${id} +${at}`, next)}
          />
        );
      })}
      {offered.length === 0 ? null : (
        <div className={styles['rule']}>
          <select
            aria-label={`Ask for more of “${title}”`}
            value=""
            onChange={({ target: { value } }) => {
              const found = offered.find(({ at }) => String(at) === value);
              if (found) correct(`${id} +${found.at}`, found.rule);
            }}
          >
            <option value="">Ask for more …</option>
            {offered.map(({ rule, at }) => (
              <option key={at} value={at}>
                {plainRule(rule)}
              </option>
            ))}
          </select>
        </div>
      )}
      {isByNameAlone(set, corrections) ? (
        <p className={styles['warning']}>
          Nothing of what its pictures are is asked: a series that is called otherwise would not be found.
        </p>
      ) : null}
      {mistaken.length === 0 ? null : (
        <p className={styles['warning']}>
          Nothing tells it from {mistaken.map((one) => `“${one.description ?? labelOf(one)}”`).join(', ')}.
        </p>
      )}
    </section>
  );
}
