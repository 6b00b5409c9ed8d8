import { useMemo, useState } from 'react';
import type { MeasurementId } from '../../shared/model/ids.ts';
import { SEGMENT_CATEGORIES } from '../../shared/model/segment-codes.ts';
import { Button, CheckField, Dialog, FormGroup, SelectField, TextField } from '../ui/index.ts';
import { useDesk, useDeskSaved, useDeskTools } from './desk-context.tsx';
import { keepSegmentation, regionChoices } from './segmentation-acts.ts';
import type { RegionChoice, SegmentationRequest } from './segmentation-acts.ts';

/** One segment as it is written down in the dialog; codes by their values. */
interface SegmentDraft {
  readonly label: string;
  readonly category: string;
  readonly type: string;
  readonly regions: readonly MeasurementId[];
}

const [FIRST] = SEGMENT_CATEGORIES;

function draft(number: number, regions: readonly MeasurementId[]): SegmentDraft {
  return { label: `Segment ${number}`, category: FIRST.code.value, type: FIRST.types[0]?.value ?? '', regions };
}

/** Asks what the regions of the case are, and keeps them as a segmentation. */
export function SegmentationDialog() {
  const isOpen = useDeskTools((tools) => tools.segmenting);
  // Mounted anew each time: nothing of the time before stands in it.
  return isOpen ? <Asking /> : null;
}

function Asking() {
  const desk = useDesk();
  // A region that was drawn a moment ago comes while the dialog is open already.
  const measurements = useDeskSaved((saved) => saved.measurements);
  const choices = useMemo(() => regionChoices(desk, measurements), [desk, measurements]);
  const usable = choices.filter(({ refused }) => refused === null).map((one) => one.measurement.measurementId);
  const [label, setLabel] = useState('Segmentation');
  const [segments, setSegments] = useState<readonly SegmentDraft[]>(() => [draft(1, usable)]);
  const close = (): void => desk.stores.tools.setState({ segmenting: false });
  const request = requestOf(label, segments);
  const keep = (): void => {
    if (request === null) return;
    close();
    void keepSegmentation(desk, request);
  };
  const change = (place: number, how: Partial<SegmentDraft>): void =>
    setSegments((all) => all.map((one, at) => (at === place ? { ...one, ...how } : one)));
  return (
    <Dialog
      title="Keep regions as a segmentation"
      open
      width="wide"
      onClose={close}
      actions={
        <>
          <Button onClick={() => setSegments((all) => [...all, draft(all.length + 1, [])])}>Another segment</Button>
          <Button onClick={close}>Cancel</Button>
          <Button tone="primary" disabled={request === null} onClick={keep}>
            Keep
          </Button>
        </>
      }
    >
      {choices.length === 0 ? (
        <p>There is no closed region yet: draw a rectangle, ellipse, circle, freehand, polygon or threshold region.</p>
      ) : (
        <p>
          One bit a pixel, on the pictures that the regions were drawn on: the pixels that their statistics are of.
          Drawings stay as they are.
        </p>
      )}
      <TextField
        label="Name of the segmentation"
        value={label}
        maxLength={64}
        onChange={(event) => setLabel(event.target.value)}
      />
      {segments.map((segment, place) => (
        <SegmentFields
          // Segments are only added, at the end.
          key={place}
          number={place + 1}
          segment={segment}
          choices={choices}
          onChange={(how) => change(place, how)}
        />
      ))}
    </Dialog>
  );
}

interface SegmentFieldsProps {
  readonly number: number;
  readonly segment: SegmentDraft;
  readonly choices: readonly RegionChoice[];
  readonly onChange: (how: Partial<SegmentDraft>) => void;
}

function SegmentFields({ number, segment, choices, onChange }: SegmentFieldsProps) {
  const category = SEGMENT_CATEGORIES.find(({ code }) => code.value === segment.category) ?? FIRST;
  const toggle = (id: MeasurementId, on: boolean): void =>
    onChange({ regions: on ? [...segment.regions, id] : segment.regions.filter((one) => one !== id) });
  return (
    <FormGroup title={`Segment ${number}`}>
      <TextField
        label={`Name of segment ${number}`}
        value={segment.label}
        maxLength={64}
        onChange={(event) => onChange({ label: event.target.value })}
      />
      <SelectField
        label={`Category of segment ${number}`}
        value={category.code.value}
        options={SEGMENT_CATEGORIES.map(({ code, words }) => ({ value: code.value, words }))}
        onChange={(value) => {
          const types = SEGMENT_CATEGORIES.find(({ code }) => code.value === value)?.types ?? [];
          onChange({ category: value, type: types[0]?.value ?? '' });
        }}
      />
      <SelectField
        label={`Type of segment ${number}`}
        value={segment.type}
        options={category.types.map((one) => ({ value: one.value, words: one.meaning }))}
        onChange={(type) => onChange({ type })}
      />
      {choices.map(({ measurement: { measurementId }, words, refused }) => (
        <CheckField
          key={measurementId}
          label={words}
          checked={segment.regions.includes(measurementId)}
          disabled={refused !== null}
          {...(refused === null ? {} : { hint: `Not possible: ${refused}.` })}
          onChange={(on) => toggle(measurementId, on)}
        />
      ))}
    </FormGroup>
  );
}

/** Null while something is missing. */
function requestOf(label: string, segments: readonly SegmentDraft[]): SegmentationRequest | null {
  const asked = segments.flatMap((one) => {
    const category = SEGMENT_CATEGORIES.find(({ code }) => code.value === one.category);
    const type = category?.types.find(({ value }) => value === one.type);
    const name = one.label.trim();
    if (!category || !type || name === '' || one.regions.length === 0) return [];
    return [{ label: name, category: category.code, type, measurementIds: [...one.regions] }];
  });
  return label.trim() === '' || asked.length < segments.length ? null : { label: label.trim(), segments: asked };
}
