import { useState } from 'react';
import type { ReaderPseudonym } from '../../../shared/model/ids.ts';
import type { ShownDraw } from '../../../shared/model/review/draw.ts';
import type { Programme } from '../../../shared/model/review/programme.ts';
import type { ReviewPerson } from '../../../shared/model/review/review-view.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useFirst } from '../../app/use-first.ts';
import { useTask } from '../../app/use-task.ts';
import { FailureLine, SelectField } from '../../ui/index.ts';
import { DrawForm } from '../draw-form.tsx';
import { DrawList } from '../programmes/draw-list.tsx';
import { PoolForm } from '../programmes/pool-form.tsx';
import { ProgrammeForm } from '../programmes/programme-form.tsx';
import styles from '../programmes/programmes.module.css';

const NEW = 'new';

/** Programmes, what they draw from, and what was drawn by them. */
export function ProgrammesArea() {
  const { link } = useServices();
  const task = useTask();
  const [programmes, setProgrammes] = useState<readonly Programme[] | null>(null);
  const [people, setPeople] = useState<readonly ReviewPerson[]>([]);
  const [draws, setDraws] = useState<readonly ShownDraw[]>([]);
  const [chosen, setChosen] = useState<string>(NEW);
  const [isEdited, setEdited] = useState(false);
  const { start } = task;
  const [load] = useState(() => async (): Promise<void> => {
    setDraws((await link.call('review.draws', {})).draws);
    setPeople((await link.call('review.readers', {})).readers);
  });
  useFirst(() =>
    start(async () => {
      const found = await link.call('review.programmes', {});
      setProgrammes(found.programmes);
      setChosen(found.programmes[0]?.programmeId ?? NEW);
      await load();
    }),
  );
  const nameOf = (reader: ReaderPseudonym): string =>
    people.find((one) => one.reader === reader)?.name ?? 'somebody who is not listed';
  const programme = programmes?.find(({ programmeId }) => programmeId === chosen) ?? null;
  const saved = (one: Programme): void => {
    setProgrammes([...(programmes ?? []).filter(({ programmeId }) => programmeId !== one.programmeId), one]);
    setChosen(one.programmeId);
    setEdited(false);
  };
  return (
    <div className={styles['area']}>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      {programmes === null ? null : (
        <section aria-label="Draw cases" className={styles['area']}>
          <SelectField
            label="Programme"
            value={chosen}
            options={[
              ...programmes.map((one) => ({ value: one.programmeId as string, words: one.name })),
              { value: NEW, words: 'A new programme …' },
            ]}
            onChange={(one) => {
              setChosen(one);
              setEdited(false);
            }}
          />
          {programme === null || isEdited ? (
            <ProgrammeForm
              key={`${chosen} ${programme?.version ?? 0}`}
              programme={programme}
              people={people}
              onSaved={saved}
              onCancel={programme === null ? null : () => setEdited(false)}
            />
          ) : (
            <DrawForm programme={programme} onEdit={() => setEdited(true)} onDrawn={() => start(load)} />
          )}
        </section>
      )}
      <section aria-label="Draws">
        <DrawList draws={draws} programmes={programmes ?? []} nameOf={nameOf} />
      </section>
      <PoolForm />
    </div>
  );
}
