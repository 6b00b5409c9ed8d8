import type { AllowedDevice } from '../../../../shared/model/controls.ts';

/** Two devices of one name are told apart by their numbers. */
export function nameOf({ name, vendorId, productId }: AllowedDevice): string {
  const hex = (number: number): string => number.toString(16).padStart(4, '0');
  return `${name.trim() === '' ? 'A device without a name' : name.trim()} (${hex(vendorId)}:${hex(productId)})`;
}
