import { z } from 'zod';

/* FHIR R4 as far as a pool of reports needs it. Everything may be absent; what is of a strange shape counts as absent. */
const line = z.string().optional().catch(undefined);

function list<T extends z.ZodType>(of: T) {
  return z
    .array(z.unknown())
    .transform((items) =>
      items.slice(0, 500).flatMap((item): z.output<T>[] => {
        const read = of.safeParse(item);
        return read.success ? [read.data] : [];
      }),
    )
    .catch([]);
}

const Coding = z.object({ system: line, code: line, display: line });
export const Concept = z.object({ coding: list(Coding), text: line });
const one = Concept.optional().catch(undefined);
const Identifier = z.object({ type: one, system: line, value: line });
export const Reference = z.object({
  reference: line,
  display: line,
  identifier: Identifier.optional().catch(undefined),
});
export type Reference = z.output<typeof Reference>;
export const HumanName = z.object({ text: line, family: line, given: list(z.string()) });

/** Whatever a report refers to: fields of several kinds of resources side by side. */
export const NamedResource = z.object({
  resourceType: z.string(),
  id: line,
  identifier: list(Identifier),
  /** Of a person; of an organisation it is a text. */
  name: z.union([list(HumanName), z.string()]).catch([]),
  practitioner: Reference.optional().catch(undefined),
  modality: list(Coding),
  code: one,
  valueString: line,
  valueCodeableConcept: one,
  bodySite: one,
});
export type NamedResource = z.output<typeof NamedResource>;

const Attachment = z.object({ contentType: line, data: line, title: line });

export const DiagnosticReport = z.object({
  resourceType: z.literal('DiagnosticReport'),
  id: line,
  identifier: list(Identifier),
  status: z.string(),
  category: list(Concept),
  code: one,
  subject: Reference.optional().catch(undefined),
  basedOn: list(Reference),
  performer: list(Reference),
  resultsInterpreter: list(Reference),
  issued: line,
  effectiveDateTime: line,
  imagingStudy: list(Reference),
  result: list(Reference),
  conclusion: line,
  presentedForm: list(Attachment),
  text: z.object({ div: line }).optional().catch(undefined),
  contained: list(NamedResource),
});
export type DiagnosticReport = z.output<typeof DiagnosticReport>;
