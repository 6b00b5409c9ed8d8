import { z } from 'zod';
import type { ReportedMeasurement } from '../../../../shared/model/report.ts';
import { formUnit } from '../../../../shared/report/form-unit.ts';
import { renderedSections } from '../../../../shared/report/rendered-sections.ts';
import type { RenderedSection, SignedDocument } from '../../../../shared/report/signed-document.ts';
import { unitCode, valueCode } from '../../dicom/write/sr-codes.ts';
import { derivedUid } from '../../kernel/uid.ts';
import { coding, dicomUid, effective, isoWithZone, subject } from './fhir.ts';
import type { Json } from './fhir.ts';

const UCUM = 'http://unitsofmeasure.org';
/** Observation.status (R4) by the state of the report; an addendum's own are final. */
const STATUS = {
  ...{ preliminary: 'preliminary', final: 'final', addendum: 'final' },
  ...{ corrected: 'corrected', withdrawn: 'entered-in-error' },
} as const satisfies Record<SignedDocument['state'], string>;

/** A resource of a report that stands beside it, under a UID of its own that is always the same. */
export interface Beside {
  readonly uid: string;
  readonly resource: { readonly [key: string]: Json };
}

/** One Observation a measurement and one a field that has a code, in the order of the report. */
export function observations(document: SignedDocument, state = document.state): Beside[] {
  const known = { ...common(document), status: STATUS[state] };
  return [
    ...document.measurements.map((one) => {
      const uid = derivedUid(document.uids.report, `observation ${one.measurementId}`);
      return { uid, resource: { ...known, identifier: [dicomUid(uid)], ...measured(one, document) } };
    }),
    ...codedFields(document).map(({ field, place }) => {
      const uid = derivedUid(document.uids.report, `field ${place}`);
      return { uid, resource: { ...known, identifier: [dicomUid(uid)], ...answered(field) } };
    }),
  ];
}

function common(document: SignedDocument): { readonly [key: string]: Json } {
  return {
    resourceType: 'Observation',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'imaging' }] }],
    subject: subject(document),
    ...effective(document),
    issued: isoWithZone(document.at, document.zone),
    performer: [{ type: 'Practitioner', display: document.signer.name }],
  };
}

/** What has one value is one; what has several has a component for each. */
function measured(one: ReportedMeasurement, document: SignedDocument): { readonly [key: string]: Json } {
  const [modality = null, ...others] = document.study.modalities;
  const values = one.result.values.map(({ name, value, unit }) => {
    const { name: code } = valueCode(name, unit, others.length === 0 ? modality : null);
    const { value: ucum } = unitCode(unit);
    return {
      code: { coding: [coding(code)], text: name },
      valueQuantity: { value, unit, system: UCUM, code: ucum },
    };
  });
  const [only, ...more] = values;
  const words = one.text === '' ? {} : { note: [{ text: one.text }] };
  const label = { coding: [coding({ value: '125007', scheme: 'DCM', meaning: 'Measurement Group' })], text: one.label };
  // Without a value the words are what it says.
  if (only === undefined) return { code: label, valueString: one.text === '' ? one.label : one.text };
  return more.length === 0 ? { ...only, ...words } : { code: label, component: values, ...words };
}

type Field = RenderedSection['fields'][number];

/** `place`: which of the sections and of the fields it is; the template is frozen with the text. */
function codedFields({ template, content }: SignedDocument): { readonly field: Field; readonly place: string }[] {
  return renderedSections(template, content).flatMap(({ sectionId, fields }) =>
    fields.flatMap((field, nth) => (field.code === null ? [] : [{ field, place: `${sectionId} ${nth}` }])),
  );
}

const Decimal = z.string().regex(/^-?\d+(?:\.\d+)?$/);

function answered({ label, code, value, unit, numeric, note }: Field): { readonly [key: string]: Json } {
  const isNumber = numeric && Decimal.safeParse(value).success;
  return {
    code: { ...(code === null ? {} : { coding: [coding(code)] }), text: label },
    ...(isNumber
      ? { valueQuantity: { value: Number(value), ...(unit === null ? {} : { unit, ...ucumCode(unit) }) } }
      : { valueString: unit === null ? value : `${value} ${unit}` }),
    ...(note === undefined ? {} : { note: [{ text: note }] }),
  };
}

/** The code of a unit that UCUM has. */
function ucumCode(unit: string): { readonly [key: string]: Json } {
  const { value } = formUnit(unit);
  return value.startsWith('{') ? {} : { system: UCUM, code: value };
}
