import type { KeyImage } from '../../../../shared/model/key-image.ts';
import { KEY_TITLES } from '../../../../shared/model/key-image.ts';
import type { Measurement } from '../../../../shared/model/measurement.ts';
import type { ReportedMeasurement } from '../../../../shared/model/report.ts';
import type { ReportedPicture } from '../../../../shared/model/reported-picture.ts';
import type { BesideMark } from '../../../../shared/model/review/beside.ts';
import { measurementWords } from '../../../../shared/report/measurement-words.ts';

type Place = BesideMark['at'];
type Drawn = Pick<Measurement, 'tool' | 'points' | 'plane' | 'text' | 'result' | 'prior'>;

/** One that stands in the journal. */
export function drawnMark(measurement: Drawn & Pick<Measurement, 'ordinal' | 'onSheet'>, at: Place): BesideMark {
  const isOnPicture = measurement.plane === undefined && measurement.onSheet === undefined;
  return markOf(`M${measurement.ordinal}`, measurement, { at, isOnPicture });
}

/** One that a signed report names. */
export function reportedMark(measurement: ReportedMeasurement, at: Place): BesideMark {
  const { label, tool, points, text, result, prior, plane } = measurement;
  const drawn = { tool: tool as Measurement['tool'], points, text, result, ...(prior === undefined ? {} : { prior }) };
  return markOf(label, drawn, { at, isOnPicture: plane === undefined });
}

export function keyMark({ title, note }: Pick<KeyImage | ReportedPicture, 'title' | 'note'>, at: Place): BesideMark {
  return { kind: 'key-image', label: KEY_TITLES[title][1], words: note, at, drawn: null };
}

/** The copy has other dates: of a prior it is only said that it is one. */
function markOf(
  label: string,
  { tool, points, text, result, prior }: Drawn,
  { at, isOnPicture }: { readonly at: Place; readonly isOnPicture: boolean },
): BesideMark {
  const words = measurementWords({ tool, result, text });
  return {
    ...{ kind: 'measurement' as const, label, at },
    words: prior === undefined ? words : `${words} (on a prior)`,
    drawn: isOnPicture ? { tool, points: points.map(([x, y]) => [x, y]) } : null,
  };
}
