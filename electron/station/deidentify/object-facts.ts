import type { AdmissionFacts } from '../../../shared/deidentify/admission.ts';
import type { Attributes } from '../dicom/parse/attributes.ts';

/** Facts of one object as it came. */
export function admissionFacts(attributes: Attributes): AdmissionFacts {
  return {
    sopClass: attributes.uid('sopClass'),
    modality: attributes.text('modality'),
    imageType: attributes.texts('imageType').map((value) => value.toUpperCase()),
    photometric: attributes.text('photometric'),
    burnedIn: attributes.text('burnedIn'),
    words: partWords(attributes),
    lengthMm: patientLength(attributes),
    overlayInPixels: overlayInPixels(attributes),
  };
}

function partWords(attributes: Attributes): readonly string[] {
  const shared = attributes.item('sharedGroups')?.item('frameAnatomy') ?? null;
  const frames = attributes.items('perFrameGroups').map((group) => group.item('frameAnatomy'));
  const regions = [attributes, shared, ...frames].map(
    (one) => one?.item('anatomicRegion')?.text('codeMeaning') ?? null,
  );
  const own = [
    attributes.text('bodyPart'),
    attributes.line('studyDescription'),
    attributes.line('seriesDescription'),
    attributes.line('protocol'),
  ];
  return [...new Set([...own, ...regions])].flatMap((text) => (text === null || text.trim() === '' ? [] : [text]));
}

/** Extent along the patient's z (LPS), over all frames, mm. */
function patientLength(attributes: Attributes): number | null {
  const groups = attributes.items('perFrameGroups');
  const shared = attributes.item('sharedGroups');
  const frames = groups.length === 0 ? [null] : groups;
  let low = Infinity;
  let high = -Infinity;
  for (const group of frames) {
    const of = (name: 'planePosition' | 'planeOrientation' | 'pixelMeasures'): Attributes | null =>
      groups.length === 0 ? attributes : (group?.item(name) ?? shared?.item(name) ?? null);
    const position = of('planePosition')?.vector('imagePosition', 3) ?? null;
    const axes = of('planeOrientation')?.vector('imageOrientation', 6) ?? null;
    const spacing = of('pixelMeasures')?.vector('pixelSpacing', 2) ?? null;
    const rows = attributes.integer('rows');
    const columns = attributes.integer('columns');
    if (position === null || axes === null || spacing === null || rows === null || columns === null) return null;
    const z = position[2] ?? 0;
    // Orientation: along a row, then along a column; spacing: between rows, then between columns.
    const alongRow = (axes[2] ?? 0) * columns * (spacing[1] ?? 0);
    const alongColumn = (axes[5] ?? 0) * rows * (spacing[0] ?? 0);
    for (const corner of [z, z + alongRow, z + alongColumn, z + alongRow + alongColumn]) {
      low = Math.min(low, corner);
      high = Math.max(high, corner);
    }
  }
  return high - low;
}

/** An old overlay (6000 to 601E) of more than one bit lies in the unused bits of the pixels (Part 5, 8.1.2 before 2004). */
function overlayInPixels({ dataSet }: Attributes): boolean {
  return [...dataSet.elements.values()].some(({ tag, offset, length }) => {
    const group = Math.floor(tag / 0x10000);
    if (group < 0x6000 || group > 0x601e || group % 2 === 1 || (tag & 0xffff) !== 0x0100 || length < 2) return false;
    const at = dataSet.form.bigEndian ? offset + 1 : offset;
    return (dataSet.bytes[at] ?? 0) > 1;
  });
}
