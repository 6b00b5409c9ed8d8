import { useState } from 'react';
import type { CountedEvent } from '../../../shared/model/review/figures.ts';
import { useRefusal } from '../../app/may.ts';
import { SelectField } from '../../ui/index.ts';
import { COUNTS_WORDS } from '../figures/figure-text.ts';
import styles from '../figures/figures.module.css';
import { OwnPart } from '../figures/own-part.tsx';
import { ProgrammePart } from '../figures/programme-part.tsx';

/** Figures: of a programme for whoever runs it, and of oneself beside the anonymous group. */
export function FiguresArea() {
  const runs = useRefusal('review.figures') === null;
  const [event, setEvent] = useState<CountedEvent>('any');
  const [whose, setWhose] = useState<'programme' | 'own'>('programme');
  return (
    <div className={styles['area']}>
      <div className={styles['choices']}>
        {runs ? (
          <SelectField
            label="Of"
            value={whose}
            options={[
              { value: 'programme', words: 'a programme' },
              { value: 'own', words: 'your own reports' },
            ]}
            onChange={setWhose}
          />
        ) : null}
        <SelectField
          label="What counts"
          value={event}
          options={(['any', 'significant'] as const).map((value) => ({ value, words: COUNTS_WORDS[value] }))}
          onChange={setEvent}
        />
      </div>
      {runs && whose === 'programme' ? <ProgrammePart event={event} /> : <OwnPart event={event} />}
    </div>
  );
}
