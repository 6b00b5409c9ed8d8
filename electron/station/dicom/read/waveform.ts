import { entryOf } from '../../../../shared/lib/entry-of.ts';
import { OBJECT_CAPS } from '../../../../shared/model/dicom-object.ts';
import type {
  DocumentLine,
  WaveformChannel,
  WaveformContent,
  WaveformGroup,
} from '../../../../shared/model/dicom-object.ts';
import type { Attributes } from '../parse/attributes.ts';
import { codeOf } from './codes.ts';
import { textOf } from './content-text.ts';
import { unitOf } from './sr-values.ts';

const AUDIO = '1.2.840.10008.5.1.4.1.1.9.4.';
const MOST_GROUPS = 16;
const MOST_ANNOTATIONS = 500;

/** Bytes of a sample and how one is read, by (5400,1006); mu-law and A-law are not read. */
const READERS: Readonly<
  Record<string, { readonly width: number; readonly read: (view: DataView, at: number, little: boolean) => number }>
> = {
  SB: { width: 1, read: (view, at) => view.getInt8(at) },
  UB: { width: 1, read: (view, at) => view.getUint8(at) },
  SS: { width: 2, read: (view, at, little) => view.getInt16(at, little) },
  US: { width: 2, read: (view, at, little) => view.getUint16(at, little) },
  SL: { width: 4, read: (view, at, little) => view.getInt32(at, little) },
  UL: { width: 4, read: (view, at, little) => view.getUint32(at, little) },
};

interface Budget {
  samples: number;
  cut: boolean;
}

/** Waveforms with their physical values (Part 3, C.10.9); null where the object has none. */
export function readWaveform(attributes: Attributes): WaveformContent | null {
  // Voice and other audio are listed: nothing here plays them, and drawn they say nothing.
  if (!attributes.has('waveforms') || attributes.uid('sopClass')?.startsWith(AUDIO) === true) return null;
  const budget: Budget = { samples: OBJECT_CAPS.samples, cut: false };
  const items = attributes.items('waveforms');
  if (items.length > MOST_GROUPS) budget.cut = true;
  return {
    kind: 'waveform',
    title: attributes.line('seriesDescription') ?? attributes.line('modality') ?? 'Waveform',
    groups: items.slice(0, MOST_GROUPS).flatMap((item) => groupOf(item, budget) ?? []),
    lines: annotations(attributes),
    cut: budget.cut,
  };
}

function groupOf(item: Attributes, budget: Budget): WaveformGroup | null {
  const count = item.integer('waveformChannels') ?? 0;
  const samples = item.integer('waveformSamples') ?? 0;
  const frequency = item.number('samplingFrequency') ?? 0;
  const reader = entryOf(READERS, item.text('waveformInterpretation'));
  const bytes = item.bytes('waveformData');
  const fits = reader !== undefined && bytes.length >= count * samples * reader.width;
  if (
    !fits ||
    count < 1 ||
    samples < 1 ||
    frequency <= 0 ||
    count > OBJECT_CAPS.channels ||
    count * samples > budget.samples
  ) {
    budget.cut = true;
    return null;
  }
  budget.samples -= count * samples;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = !item.dataSet.form.bigEndian;
  const definitions = item.items('channelDefinitions');
  const stored = (channel: number, sample: number): number =>
    reader.read(view, (sample * count + channel) * reader.width, little);
  return {
    label: item.line('multiplexLabel') ?? '',
    frequency,
    channels: Array.from({ length: count }, (_, channel) =>
      channelOf(definitions[channel] ?? null, channel, samples, stored),
    ),
  };
}

/** Stored value · sensitivity · correction + baseline, in the units of the sensitivity (C.10.9.1.4). */
function channelOf(
  definition: Attributes | null,
  channel: number,
  samples: number,
  stored: (channel: number, sample: number) => number,
): WaveformChannel {
  const sensitivity = definition?.number('channelSensitivity') ?? null;
  const scale = sensitivity === null ? 1 : sensitivity * (definition?.number('channelCorrection') ?? 1);
  const baseline = sensitivity === null ? 0 : (definition?.number('channelBaseline') ?? 0);
  const unit = definition === null ? null : codeOf(definition, 'channelUnits');
  const source = definition === null ? null : codeOf(definition, 'channelSource');
  return {
    label: (definition?.line('channelLabel') ?? source?.meaning ?? `Channel ${channel + 1}`).slice(0, 64),
    unit: sensitivity === null || unit === null ? null : unitOf(unit),
    values: Array.from({ length: samples }, (_, sample) =>
      Number((stored(channel, sample) * scale + baseline).toPrecision(7)),
    ),
  };
}

/** What the recorder wrote beside the curves: words, and values with their units. */
function annotations(attributes: Attributes): DocumentLine[] {
  return attributes
    .items('waveformAnnotations')
    .slice(0, MOST_ANNOTATIONS)
    .flatMap((item) => {
      const name = codeOf(item, 'conceptName')?.meaning ?? null;
      const value = item.text('numericValue');
      const unit = unitOf(codeOf(item, 'unitCode'));
      const words = textOf(item, 'annotationText');
      const text = value === null ? (codeOf(item, 'conceptCode')?.meaning ?? words) : `${value} ${unit}`.trim();
      return text === '' ? [] : [{ depth: 0, heading: false, name, text, links: [] }];
    });
}
