import { z } from 'zod';
import { OrderPriority, OrderStatus } from './order-facts.ts';
import { Code } from './report.ts';
import { PersonName } from './study.ts';

/** Texts of an order are cut at this many characters before they are kept. */
export const LONGEST_ORDER_TEXT = 4000;
/** Studies, accession numbers and codes of one order. */
export const MOST_ORDER_ENTRIES = 20;

const Line = z.string().min(1).max(200);
const Text = z.string().min(1).max(LONGEST_ORDER_TEXT);
/** UTC, ISO 8601. */
const Instant = z.iso.datetime();

/** A patient as an order names it. */
export const OrderPatient = z.strictObject({
  /** Assigning authority of the id; null: the site's own. */
  issuer: Line.nullable(),
  patientId: Line.nullable(),
  name: PersonName,
  /** DICOM DA text. */
  birthDate: z
    .string()
    .regex(/^\d{8}$/)
    .nullable(),
  /** M, F, O; null: not said. */
  sex: z.enum(['M', 'F', 'O']).nullable(),
});
export type OrderPatient = z.infer<typeof OrderPatient>;

/** What a site wants to be imaged and read. Not to be mixed up with the signed orders of a site to a station (order.ts). */
export const ImagingOrder = z.strictObject({
  /** Name of the store's site whose numbers it bears. */
  site: Line,
  placer: Line.nullable(),
  filler: Line.nullable(),
  accessions: z.array(Line).max(MOST_ORDER_ENTRIES),
  studyUids: z.array(z.string().regex(/^[0-9.]{1,64}$/)).max(MOST_ORDER_ENTRIES),
  procedures: z.array(Code).max(MOST_ORDER_ENTRIES),
  /** What the same procedures are called by other schemes, and billed by; absent: nothing more. */
  otherCodes: z.array(Code).max(MOST_ORDER_ENTRIES).optional(),
  /** Sites of the body that it names, in words; absent: none. */
  sites: z.array(Line).max(MOST_ORDER_ENTRIES).optional(),
  /** Sides that it names; absent: none. */
  sides: z
    .array(z.enum(['L', 'R']))
    .max(2)
    .optional(),
  modality: Line.nullable(),
  reason: Text.nullable(),
  reasonCodes: z.array(Code).max(MOST_ORDER_ENTRIES),
  priority: OrderPriority,
  /** As the site wrote it: "S", "STAT". Null: it said nothing, and the order is routine. */
  priorityCode: Line.nullable(),
  requester: z.strictObject({ name: PersonName, phone: Line.nullable() }),
  patient: OrderPatient,
  scheduledAt: Instant.nullable(),
  /** From here the service level counts. */
  orderedAt: Instant.nullable(),
  /** Zone that the site's clock was read in: "+01:00" as it was sent, or an IANA name. */
  zone: Line.nullable(),
  status: OrderStatus,
});
export type ImagingOrder = Readonly<z.infer<typeof ImagingOrder>>;

/** What a message says of an order. change: fields that it leaves empty stay as they were. */
export const OrderAct = z.enum(['new', 'change', 'cancel', 'hold']);
export type OrderAct = z.infer<typeof OrderAct>;
