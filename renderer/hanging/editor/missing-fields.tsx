import type { WhenMissing } from '../../../shared/hanging/protocol/display-set.ts';
import { FormGroup, SelectField } from '../../ui/index.ts';
import { useDocument } from './editor-context.ts';
import type { DisplayParts } from './kinds.ts';
import { WordsField } from './typed-field.tsx';

const CHOICES: readonly { readonly value: WhenMissing['do']; readonly words: string }[] = [
  { value: 'leave-out', words: 'Leave it out' },
  { value: 'next-best', words: 'Show another series' },
  { value: 'message', words: 'Say so in its cell' },
  { value: 'other-protocol', words: 'Hang another protocol' },
];

/** What the reader sees where the series is not there. */
export function MissingFields({ display, set, problem }: DisplayParts) {
  const { imageSets } = useDocument();
  const { missing } = display;
  const to = (next: WhenMissing, field?: string): void => set({ ...display, missing: next }, field);
  const others = imageSets.filter(({ id }) => id !== display.set);
  const choose = (what: WhenMissing['do']): void => {
    switch (what) {
      case 'leave-out':
      case 'other-protocol':
        return to({ do: what });
      case 'next-best':
        return to({ do: what, set: others[0]?.id ?? display.set });
      case 'message':
        return to({ do: what, text: `${display.label} is not there` });
    }
  };
  return (
    <FormGroup title="Where the series is missing">
      <SelectField label="Then" value={missing.do} options={CHOICES} onChange={choose} />
      {missing.do === 'next-best' ? (
        <SelectField
          label="Series in its place"
          value={missing.set}
          options={imageSets.map(({ id, label }) => ({ value: id, words: label }))}
          onChange={(next) => to({ do: 'next-best', set: next })}
        />
      ) : null}
      {missing.do === 'message' ? (
        <WordsField
          label="Words in the cell"
          field="missing text"
          value={missing.text}
          problem={problem('missing')}
          onType={(text, field) => to({ do: 'message', text }, field)}
        />
      ) : null}
      {missing.do === 'other-protocol' ? (
        <WordsField
          label="Its id; nothing: the next best"
          field="missing protocol"
          value={missing.protocol ?? ''}
          problem={problem('missing')}
          onType={(text, field) => to({ do: 'other-protocol', ...(text === '' ? {} : { protocol: text }) }, field)}
        />
      ) : null}
    </FormGroup>
  );
}
