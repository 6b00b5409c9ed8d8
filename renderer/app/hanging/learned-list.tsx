import { useEffect, useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import type { HabitKey } from '../../../shared/hanging/protocol/habit.ts';
import { sameKey } from '../../../shared/hanging/protocol/learned.ts';
import type { ProtocolEntry } from '../../../shared/hanging/protocol/kept.ts';
import { Button } from '../../ui/index.ts';
import { useServices } from '../services.tsx';
import styles from './hanging.module.css';

type Habits = Response<'hanging.habits'>;

interface Line {
  readonly protocol: string;
  readonly cases: number;
  readonly words: readonly string[];
}

const ASPECTS: Readonly<Record<HabitKey['aspect'], string>> = { window: 'window', sort: 'order', layout: 'layout' };

/** What was noted of each protocol: in how many cases, what was changed in them, and what the reader never wants to be asked. */
export function learnedLines({ notes, answers }: Habits): readonly Line[] {
  const protocols = [...new Set([...notes.map(({ note }) => note.protocol), ...answers.map((one) => one.protocol)])];
  return protocols.map((protocol) => {
    const own = notes.filter(({ note }) => note.protocol === protocol).map(({ note }) => note);
    const changed = own.flatMap((note): HabitKey[] => {
      const common = { protocol, stage: note.stage };
      const views = note.views.flatMap(({ display, window, sort }): HabitKey[] => [
        ...(window ? [{ ...common, aspect: 'window' as const, display }] : []),
        ...(sort ? [{ ...common, aspect: 'sort' as const, display }] : []),
      ]);
      return [...views, ...(note.layout ? [{ ...common, aspect: 'layout' as const, display: '' }] : [])];
    });
    const keys = changed.filter((key, at) => changed.findIndex((other) => sameKey(other, key)) === at);
    const never = answers.filter((one) => one.protocol === protocol && one.answer === 'never');
    return {
      ...{ protocol, cases: own.length },
      words: [
        ...keys.map(
          (key) =>
            `${placeOf(key)}: ${ASPECTS[key.aspect]} changed in ${changed.filter((one) => sameKey(one, key)).length}`,
        ),
        ...never.map((key) => `${placeOf(key)}: never asked about the ${ASPECTS[key.aspect]}`),
      ],
    };
  });
}

function placeOf({ stage, display }: HabitKey): string {
  return display === '' ? `stage ${stage}` : `stage ${stage}, ${display}`;
}

/** What this program learned of the reader's habits, and how to have it forgotten. */
export function LearnedList({
  entries,
  busy,
  act,
}: {
  readonly entries: readonly ProtocolEntry[];
  readonly busy: boolean;
  readonly act: (work: () => Promise<string | null>) => void;
}) {
  const { link } = useServices();
  const [habits, setHabits] = useState<Habits | null>(null);
  useEffect(() => {
    let gone = false;
    link.call('hanging.habits', { protocol: null }).then(
      (answer) => {
        if (!gone) setHabits(answer);
      },
      // Without an answer the list says that it knows nothing.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link]);
  const forget = (protocol: string | null): void =>
    act(async () => {
      await link.call('hanging.forgetHabits', { protocol });
      setHabits(await link.call('hanging.habits', { protocol: null }));
      return 'Forgotten.';
    });
  const lines = habits ? learnedLines(habits) : [];
  return (
    <section className={styles['learned']} aria-label="Learned preferences">
      <h3>Learned preferences</h3>
      <p className={styles['note']}>
        What you changed after a study was hung, of the last cases of each stage. What is the same in five of six is
        offered, never done by itself. It names no patient and stays in this store.
      </p>
      {habits === null ? <p className={styles['note']}>What was learned is not known.</p> : null}
      {habits !== null && lines.length === 0 ? <p className={styles['note']}>Nothing yet.</p> : null}
      <ul className={styles['versions']}>
        {lines.map(({ protocol, cases, words }) => (
          <li key={protocol}>
            <span>
              {entries.find(({ id }) => id === protocol)?.name ?? protocol}: {cases} {cases === 1 ? 'case' : 'cases'}
              {words.length === 0 ? ', nothing changed' : ` · ${words.join(' · ')}`}
            </span>
            <Button tone="quiet" disabled={busy} onClick={() => forget(protocol)}>
              Forget
            </Button>
          </li>
        ))}
      </ul>
      {lines.length > 1 ? (
        <div className={styles['choice']}>
          <Button disabled={busy} onClick={() => forget(null)}>
            Forget everything learned
          </Button>
        </div>
      ) : null}
    </section>
  );
}
