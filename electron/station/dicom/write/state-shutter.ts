import type { ShutterShape } from '../../../../shared/model/image.ts';
import { numbers, text } from './element.ts';
import type { DicomElement } from './element.ts';

const whole = (value: number): string => String(Math.round(value));

/** Display shutter (Part 3, C.7.6.11 and, with what hides, C.7.6.15); black outside. One shape of each kind. */
export function shutterElements(shapes: readonly ShutterShape[], isGrey: boolean): DicomElement[] {
  if (shapes.length === 0) return [];
  const byKind = new Map(shapes.map((shape) => [shape.shape, shape]));
  const edges = [...byKind.values()].flatMap((shape): DicomElement[] => {
    switch (shape.shape) {
      case 'rectangular':
        return [
          text(0x00181602, 'IS', whole(shape.left)),
          text(0x00181604, 'IS', whole(shape.right)),
          text(0x00181606, 'IS', whole(shape.upper)),
          text(0x00181608, 'IS', whole(shape.lower)),
        ];
      case 'circular':
        return [
          text(0x00181610, 'IS', whole(shape.row), whole(shape.column)),
          text(0x00181612, 'IS', whole(shape.radius)),
        ];
      case 'polygonal':
        return [text(0x00181620, 'IS', ...shape.vertices.flat().map(whole))];
    }
  });
  const black = [numbers(0x00181622, 'US', 0), ...(isGrey ? [] : [numbers(0x00181624, 'US', 0, 0x8080, 0x8080)])];
  return [text(0x00181600, 'CS', ...[...byKind.keys()].map((kind) => kind.toUpperCase())), ...edges, ...black];
}
