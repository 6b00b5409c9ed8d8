import { FormGroup, SelectField } from '../../../ui/index.ts';
import { Line, Tick } from './fields.tsx';
import type { GroupProps } from './fields.tsx';

const ORDERS = [
  { value: 'unsaid', words: 'not known' },
  { value: 'yes', words: 'the site sends orders' },
  { value: 'no', words: 'the site sends no orders' },
] as const;
const REPORTS = [
  { value: 'unsaid', words: 'not known' },
  { value: 'yes', words: 'lie beside the images, where there are any' },
  { value: 'no', words: 'are not sent' },
] as const;

/** What a source tells by itself, and whether results may go to it. */
export function TellsGroup(props: GroupProps) {
  return (
    <FormGroup title="What it tells us, and what it takes">
      <Tick
        {...props}
        of="watched"
        label="The list fills by itself from here"
        hint="Otherwise it is asked only when a person asks."
      />
      {props.form.watched ? (
        <>
          <Line
            {...props}
            of="everyMinutes"
            label="Asked every (minutes)"
            hint="5 unless the site finds that too often."
          />
          <Line {...props} of="days" label="Days back" hint="Beside the studies of today." />
          <Line {...props} of="modalities" label="Only these modalities" hint="CT, MR … Empty: all." />
        </>
      ) : null}
      <SelectField
        label="Orders"
        value={props.form.orders}
        options={ORDERS}
        hint="A case whose order does not come is not ready offline; one of a site that sends none is."
        onChange={(orders) => props.change({ orders })}
      />
      <SelectField
        label="Reports of earlier studies"
        value={props.form.reports}
        options={REPORTS}
        onChange={(reports) => props.change({ reports })}
      />
      <Tick {...props} of="store" label="It takes results" hint="Off: nothing is ever stored there." />
    </FormGroup>
  );
}
