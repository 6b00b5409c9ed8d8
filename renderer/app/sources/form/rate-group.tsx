import { FormGroup, FormLine } from '../../../ui/index.ts';
import { DayPlot } from './day-plot.tsx';
import { Line, Tick } from './fields.tsx';
import type { GroupProps } from './fields.tsx';
import { HoursEditor } from './hours-editor.tsx';
import { limitOf } from './source-settings.ts';

/** How much of the line a source may use, and when. */
export function RateGroup(props: GroupProps) {
  const { form, change, problems } = props;
  const limit = limitOf(form);
  return (
    <FormGroup title="How much and when">
      <Line
        {...props}
        of="rate"
        label="Most that it may use (Mbit/s)"
        hint="Empty: as fast as the line is. For all transfers of this source together."
      />
      <Line
        {...props}
        of="parallel"
        label={form.kind === 'dicomweb' ? 'Requests at a time' : 'Associations at a time'}
        hint={
          form.kind === 'dicomweb'
            ? '1 to 6; 4 unless the site says otherwise.'
            : '1 to 16; 4 unless the site says otherwise.'
        }
      />
      <FormLine>
        <HoursEditor hours={form.hours} problems={problems} onChange={(hours) => change({ hours })} />
        {limit === null ? null : <DayPlot limit={limit} />}
      </FormLine>
      <Tick
        {...props}
        of="metered"
        label="The line to it is paid by the byte"
        hint="Nothing is fetched ahead from it: only what somebody opens or asks for."
      />
      <Line {...props} of="connectS" label="Wait for a connection (seconds)" />
      <Line
        {...props}
        of="answerS"
        label="Wait for an answer (seconds)"
        hint="Long where an archive fetches from tape."
      />
      <Line {...props} of="idleS" label="Wait between two pieces (seconds)" />
    </FormGroup>
  );
}
