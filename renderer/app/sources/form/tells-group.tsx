import { FormGroup } from '../../../ui/index.ts';
import { Line, Tick } from './fields.tsx';
import type { GroupProps } from './fields.tsx';

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
      <Tick {...props} of="store" label="It takes results" hint="Off: nothing is ever stored there." />
    </FormGroup>
  );
}
